/**
 * `/embed/v1.js`: what a site puts into its page. It defines `<basalt-chat bot>` and draws the button; the chat itself is
 * fetched when someone reaches for it. Kept small by hand (3 KB gzip at most): every visitor of the site pays for it.
 *
 *   <script async src="https://chat.example/embed/v1.js" data-bot="helpdesk"></script>
 *   <basalt-chat bot="helpdesk" locale="pt" open></basalt-chat>
 */
import type { MountedChat, MountOptions } from "./chat-entry.tsx";
import styles from "./styles/launcher.css";

/** Address of the chat's file, put in by the build. */
declare const CHAT_FILE: string;

const script = document.currentScript;
const origin = new URL(script instanceof HTMLScriptElement ? script.src : location.href).origin;

const LABELS: Record<string, [open: string, close: string]> = {
  en: ["Open chat", "Close chat"],
  pt: ["Abrir conversa", "Fechar conversa"],
  es: ["Abrir chat", "Cerrar chat"],
  de: ["Chat öffnen", "Chat schließen"],
};
const OPEN = "M4 5.5h16v11H10l-4.5 4v-4H4z";
const CLOSE = "M6 9l6 6 6-6";
const COLOUR = /^#[0-9a-f]{3,8}$/i;

type Mount = (options: MountOptions) => Promise<MountedChat>;

class BasaltChat extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #panel = document.createElement("div");
  #button = document.createElement("button");
  #path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  #chat: Promise<MountedChat> | undefined;
  #shown = false;

  connectedCallback(): void {
    if (this.#panel.isConnected) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.#root.adoptedStyleSheets = [sheet];
    this.#panel.className = "panel";
    const accent = this.getAttribute("accent") ?? "";
    if (COLOUR.test(accent)) {
      this.style.setProperty("--theme-accent", accent);
      this.style.setProperty("--theme-accent-text", textOn(accent));
    }
    if (this.#layout === "page") {
      this.#root.append(this.#panel);
      void this.open();
      return;
    }
    this.#panel.hidden = true;
    this.#panel.id = "panel";
    this.#panel.setAttribute("role", "dialog");
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(this.#path);
    this.#button.type = "button";
    this.#button.className = "launcher";
    this.#button.setAttribute("aria-haspopup", "dialog");
    this.#button.append(svg);
    this.#button.onclick = () => (this.#shown ? this.close() : void this.open());
    this.#panel.onkeydown = (event) => {
      if (event.key === "Escape" && !event.isComposing) this.close();
    };
    // Reaching for the button is intent enough to fetch the file.
    this.#button.onpointerenter = this.#button.onfocus = () => void load().catch(() => {});
    this.#root.append(this.#panel, this.#button);
    this.#draw();
    if (this.hasAttribute("open")) void this.open();
  }

  get #layout(): "page" | "panel" {
    return this.getAttribute("layout") === "page" ? "page" : "panel";
  }

  /** Shows the chat; the first time it is fetched and connected. */
  async open(): Promise<void> {
    this.#shown = true;
    this.#button.classList.add("busy");
    this.#chat ??= load().then((mount) =>
      mount({
        target: this.#panel,
        root: this.#root,
        origin,
        bot: this.getAttribute("bot") ?? "",
        locale: this.getAttribute("locale"),
        layout: this.#layout,
        onClose: () => this.close(),
        onMessage: () => this.#button.classList.toggle("unread", !this.#shown),
      }),
    );
    try {
      const chat = await this.#chat;
      if (!this.#shown) return;
      this.#draw();
      if (!matchMedia("(pointer: coarse)").matches) chat.focus();
      this.dispatchEvent(new CustomEvent("basalt-open"));
    } catch {
      // Not reachable now: the next click tries again.
      this.#chat = undefined;
      this.#shown = false;
      this.#draw();
      if (this.#layout === "page") setTimeout(() => void this.open(), 3_000);
    }
  }

  close(): void {
    this.#shown = false;
    this.#draw();
    this.#button.focus();
    this.dispatchEvent(new CustomEvent("basalt-close"));
  }

  #draw(): void {
    if (this.#layout === "page") return;
    const language = (this.getAttribute("locale") ?? navigator.language).slice(0, 2);
    const [open, close] = LABELS[language] ?? LABELS["en"] ?? ["", ""];
    this.#panel.hidden = !this.#shown;
    this.#panel.setAttribute("aria-label", this.getAttribute("bot") ?? "chat");
    this.toggleAttribute("data-open", this.#shown);
    this.#button.classList.remove("busy");
    if (this.#shown) this.#button.classList.remove("unread");
    this.#button.setAttribute("aria-label", this.#shown ? close : open);
    this.#button.setAttribute("aria-expanded", String(this.#shown));
    this.#path.setAttribute("d", this.#shown ? CLOSE : OPEN);
  }
}

/** Black or white, whichever reads better on the colour: its luminance by WCAG 2, 0.179 is where both are level. */
function textOn(colour: string): string {
  const digits = colour.length < 6 ? colour.replace(/\w/g, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

/** A page that kept an older loader asks for a file that is gone: `/embed/chat.js` leads to today's. */
async function load(): Promise<Mount> {
  const module: { mount: Mount } = await import(origin + CHAT_FILE).catch(() => import(`${origin}/embed/chat.js`));
  return module.mount;
}

if (!customElements.get("basalt-chat")) customElements.define("basalt-chat", BasaltChat);
const bot = script?.getAttribute("data-bot");
if (bot) {
  const element = document.createElement("basalt-chat");
  element.setAttribute("bot", bot);
  for (const name of ["locale", "accent", "open"]) {
    const value = script?.getAttribute(`data-${name}`);
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  const add = () => document.body.append(element);
  if (document.body) add();
  else addEventListener("DOMContentLoaded", add);
}
