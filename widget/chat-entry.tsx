/**
 * The chat itself, loaded by the loader when it is wanted: mounts into the element's shadow root, with a style sheet made
 * by the CSS object model, so that the strictest content security policy needs no exception.
 */
import { render } from "preact";
import type { ChatSettings, ThemeValues } from "../contracts/chat-settings.ts";
import { httpApi, readSettings } from "./client/api.ts";
import { Conversation } from "./client/conversation.ts";
import { browserStore } from "./client/storage.ts";
import { surroundings } from "./client/surroundings.ts";
import { chooseTexts } from "./i18n/texts.ts";
import styles from "./styles/chat.css";
import messageStyles from "./styles/messages.css";
import treeStyles from "./styles/trees.css";
import { Chat } from "./view/chat.tsx";

export interface MountOptions {
  /** Where the chat is drawn. */
  target: HTMLElement;
  root: ShadowRoot;
  /** Origin of the server, without a slash at the end. */
  origin: string;
  bot: string;
  /** Wanted language; the reader's own come next. */
  locale: string | null;
  layout: "page" | "panel";
  onClose(): void;
  /** A message of the bot came in. */
  onMessage(): void;
}
export interface MountedChat {
  /** Puts the cursor into the field. */
  focus(): void;
  unmount(): void;
}

export async function mount(options: MountOptions): Promise<MountedChat> {
  const { target, root, origin, bot, layout } = options;
  const settings = settingsOfPage(bot) ?? (await readSettings(origin, bot));
  const wanted = [...(options.locale ? [options.locale] : []), ...navigator.languages, settings.language];
  const { language, texts } = chooseTexts(wanted);
  root.adoptedStyleSheets = [
    ...root.adoptedStyleSheets,
    sheetOf(messageStyles),
    sheetOf(treeStyles),
    sheetOf(styles),
    sheetOf(themeRules(settings)),
  ];
  if (settings.logo?.startsWith("/")) settings.logo = origin + settings.logo;

  const store = browserStore();
  const conversation = new Conversation({
    api: httpApi(origin, bot),
    store,
    around: surroundings,
    name: `${new URL(origin).host}/${bot}`,
    locale: options.locale ?? navigator.language,
    now: () => Date.now(),
    exclusively: (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work()),
  });
  const stop = listenToBrowser(conversation);
  let seen = 0;
  conversation.subscribe(() => {
    const count = conversation.transcript.entries.length;
    if (count > seen && conversation.transcript.entries.at(-1)?.kind !== "user") options.onMessage();
    seen = count;
  });
  void conversation.start();
  // A phone's keyboard would cover half of what the bot says first.
  const focusOnMount = !matchMedia("(pointer: coarse)").matches;
  const onClose = layout === "panel" ? options.onClose : undefined;
  render(<Chat {...{ conversation, settings, texts, language, origin, onClose, focusOnMount }} />, target);
  return {
    focus: () => root.getElementById("field")?.focus({ preventScroll: true }),
    unmount: () => {
      stop();
      conversation.close();
      render(null, target);
    },
  };
}

/** Our own chat page brings the settings along. */
function settingsOfPage(bot: string): ChatSettings | null {
  const block = document.getElementById("basalt-settings");
  if (block?.getAttribute("type") !== "application/json") return null;
  try {
    const settings: ChatSettings = JSON.parse(block.textContent ?? "");
    return settings.bot === bot ? settings : null;
  } catch {
    return null;
  }
}

function listenToBrowser(conversation: Conversation): () => void {
  const online = () => conversation.nudge();
  const offline = () => conversation.wentOffline();
  const shown = () => document.visibilityState === "visible" && conversation.nudge();
  const stored = (event: StorageEvent) =>
    event.key?.startsWith("basalt:conversation:") && conversation.storageChanged();
  addEventListener("online", online);
  addEventListener("offline", offline);
  addEventListener("storage", stored);
  document.addEventListener("visibilitychange", shown);
  return () => {
    removeEventListener("online", online);
    removeEventListener("offline", offline);
    removeEventListener("storage", stored);
    document.removeEventListener("visibilitychange", shown);
  };
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/**
 * The server let only known names and safe values through. They have names of their own here, below the ones that the
 * embedding page may set; a light theme's colours of paper and ink do not reach into the dark.
 */
function themeRules({ theme }: ChatSettings): string {
  const rule = (values: ThemeValues, paper: string) =>
    `:host{${Object.entries(values)
      .map(
        ([name, value]) =>
          `${name.replace("--basalt-", /background|surface|-text$/.test(name) && !name.includes("accent") ? paper : "--theme-")}:${value}`,
      )
      .join(";")}}`;
  return `${rule(theme.light, "--theme-light-")}@media (prefers-color-scheme: dark){${rule(theme.dark, "--theme-dark-")}}`;
}
