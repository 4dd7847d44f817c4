/** A real Chromium, and everything that a page must never do, written down while it does it. */
import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The sizes of the two devices; the phone's width is the narrowest that must do. */
export const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const DESKTOP = { viewport: { width: 1280, height: 800 } };

export function launch(): Promise<Browser> {
  const program = PROGRAMS.find((path) => existsSync(path));
  if (!program) throw new Error("These tests need Chromium: sudo apt-get install chromium");
  // The tests may run as root, where Chromium refuses its own sandbox.
  return chromium.launch({ executablePath: program, chromiumSandbox: process.getuid?.() !== 0 });
}

/** A person's device: pages that share storage, cookies and network. */
export class Device {
  /** Console errors, exceptions, refused content, requests to other hosts. */
  readonly complaints: string[] = [];
  readonly context: BrowserContext;
  private readonly origin: string;

  private constructor(context: BrowserContext, origin: string) {
    this.context = context;
    this.origin = origin;
  }

  static async open(browser: Browser, origin: string, options: BrowserContextOptions): Promise<Device> {
    const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Lisbon", ...options });
    context.setDefaultTimeout(20_000);
    const device = new Device(context, origin);
    await device.watch();
    return device;
  }

  async visit(path: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.origin + path);
    return page;
  }

  /** Ends it; nothing may have been complained about, but for lost connections where the test cut them. */
  async close({ cut = false } = {}): Promise<void> {
    await this.context.close();
    expect(this.complaints.filter((line) => !cut || !/net::ERR_|WebSocket connection to/.test(line))).toEqual([]);
  }

  private async watch(): Promise<void> {
    await this.context.exposeFunction("complain", (line: string) => this.complaints.push(line));
    await this.context.addInitScript(() => {
      const report: unknown = Reflect.get(window, "complain");
      addEventListener("securitypolicyviolation", (event) => {
        if (typeof report === "function") report(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
    this.context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    this.context.on("weberror", ({ error }) => this.complaints.push(error().message));
    this.context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== this.origin) this.complaints.push(`asked ${request.url()}`);
    });
  }
}

/** No violation of any rule that axe-core knows, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(
      ({ id, help, nodes }) => `${colorScheme}: ${id}: ${help}: ${nodes.map((n) => n.html).join(" ")}`,
    );
    expect(found).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Neither the page nor anything in it, also behind shadow roots, is wider than the window. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const found: string[] = [];
    const check = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) check(element.shadowRoot);
        const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
        const { overflowX, position } = getComputedStyle(element);
        // What scrolls by itself, such as a wide table or a line of code, may; the log of the chat may not.
        const own = /auto|scroll/.test(overflowX) && /^(?:pre|table|\w+\.wide)/.test(name);
        if (!own && /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth)
          found.push(`${name} scrolls`);
        const scroller = element.closest("pre, table, .wide");
        const { right, width } = element.getBoundingClientRect();
        if (!scroller && position !== "absolute" && width > 1 && right > innerWidth + 0.5)
          found.push(`${name} ends at ${right}`);
      }
    };
    check(document);
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`${location.pathname} is ${scrollWidth} wide, the window ${innerWidth}`);
    return found;
  });
  expect(wide).toEqual([]);
}
