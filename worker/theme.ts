/**
 * A package's theme, reduced to a few custom properties with values of a safe form. A tenant's style sheet itself never
 * reaches the page: it could load addresses, cover the page, or break its contrast.
 */
import { THEME_PROPERTIES, type ThemeProperty, type ThemeValues } from "../contracts/chat-settings.ts";

/** Names that themes in the wild use, without the leading dashes. Ours always win. */
const ALIASES: Record<ThemeProperty, readonly string[]> = {
  "--basalt-accent": ["accent", "accent-color", "primary", "primary-color", "color1", "theme-color1", "brand"],
  "--basalt-accent-text": ["accent-text", "primary-text", "primary-foreground", "on-primary"],
  "--basalt-background": ["background", "background-color", "bg", "color-background"],
  "--basalt-surface": ["surface", "surface-color", "card", "bubble"],
  "--basalt-text": ["text", "text-color", "foreground", "color-text"],
  "--basalt-radius": ["radius", "border-radius"],
  "--basalt-font": ["font", "font-family", "font-sans"],
};
const COLOUR = /^(?:#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\(\s*[\d.]+(?:deg)?%?(?:\s*[,/\s]\s*[\d.]+%?){2,3}\s*\))$/i;
const RADIUS = /^(?:0|\d{1,2}(?:\.\d+)?(?:px|rem|em))$/;
/** One name of a font list; a quote that is not closed would swallow what follows. */
const FONT = /^(?:[\p{L}\d -]+|"[\p{L}\d -]+"|'[\p{L}\d -]+')$/u;

function isSafe(property: ThemeProperty, value: string): boolean {
  if (value.length > 200) return false;
  if (property === "--basalt-font") return value.split(",").every((name) => FONT.test(name.trim()));
  return property === "--basalt-radius" ? RADIUS.test(value) : COLOUR.test(value);
}

const MAX_CSS = 64 * 1024;

/** Properties of `:root` blocks, light ones and those under `prefers-color-scheme: dark`. Anything else is passed over. */
export function readTheme(css: string): { light: ThemeValues; dark: ThemeValues } {
  const theme: { light: ThemeValues; dark: ThemeValues } = { light: {}, dark: {} };
  const text = css.slice(0, MAX_CSS).replace(/\/\*[\s\S]*?\*\//g, "");
  const dark = /@media[^{]*prefers-color-scheme\s*:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}/gi;
  for (const match of text.matchAll(dark)) readRoots(match[1] ?? "", theme.dark);
  readRoots(text.replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, ""), theme.light);
  for (const values of [theme.light, theme.dark]) {
    completeText(values);
    keepReadable(values);
  }
  return theme;
}

/** `theme-color1` of config.csv, where no style sheet says more. */
export function themeOfColour(colour: string | undefined): ThemeValues {
  const values: ThemeValues = {};
  if (colour && COLOUR.test(colour.trim())) values["--basalt-accent"] = colour.trim();
  completeText(values);
  return values;
}

function readRoots(css: string, into: ThemeValues): void {
  const declared = new Map<string, string>();
  for (const rule of css.matchAll(/:root[^{]*\{([^{}]*)\}/g))
    for (const declaration of (rule[1] ?? "").split(";")) {
      const at = declaration.indexOf(":");
      const name = declaration.slice(0, Math.max(at, 0)).trim();
      if (name.startsWith("--")) declared.set(name, declaration.slice(at + 1).trim());
    }
  for (const property of THEME_PROPERTIES) {
    const names = [property, ...ALIASES[property].map((alias) => `--${alias}`)];
    const value = names.map((name) => declared.get(name)).find((text) => text && isSafe(property, text));
    if (value) into[property] = value;
  }
}

/** Text on the accent colour: black or white, whichever contrasts more (WCAG 2.2 relative luminance). */
function completeText(values: ThemeValues): void {
  const accent = values["--basalt-accent"];
  const rgb = accent && hexToRgb(accent);
  if (!rgb) {
    // A colour that we cannot weigh keeps the text the theme gives; without one it would be unreadable by chance.
    if (accent && !values["--basalt-accent-text"]) delete values["--basalt-accent"];
    return;
  }
  const luminance = relativeLuminance(rgb);
  const given = values["--basalt-accent-text"];
  const givenRgb = given && hexToRgb(given);
  if (givenRgb && contrast(luminance, relativeLuminance(givenRgb)) >= 4.5) return;
  values["--basalt-accent-text"] = contrast(luminance, 1) >= contrast(luminance, 0) ? "#ffffff" : "#000000";
}

/** Paper and ink go together: ink that cannot be read on the given paper is replaced, and so is a surface under it. */
function keepReadable(values: ThemeValues): void {
  const paper = hexToRgb(values["--basalt-background"] ?? "");
  const ink = hexToRgb(values["--basalt-text"] ?? "");
  if (!paper) {
    // Half of a pair, or colours that we cannot weigh: ours are readable together.
    delete values["--basalt-background"];
    delete values["--basalt-surface"];
    delete values["--basalt-text"];
    return;
  }
  const luminance = relativeLuminance(paper);
  const readable = ink && contrast(luminance, relativeLuminance(ink)) >= 4.5;
  const text = readable ? ink : contrast(luminance, 1) >= contrast(luminance, 0) ? WHITE : BLACK;
  if (!readable) values["--basalt-text"] = text === WHITE ? "#ffffff" : "#000000";
  const surface = hexToRgb(values["--basalt-surface"] ?? "");
  if (!surface || contrast(relativeLuminance(surface), relativeLuminance(text)) < 4.5)
    values["--basalt-surface"] = values["--basalt-background"] ?? "";
}

const WHITE: [number, number, number] = [255, 255, 255];
const BLACK: [number, number, number] = [0, 0, 0];

function hexToRgb(colour: string): [number, number, number] | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!hex) return null;
  const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const value = Number.parseInt(wide, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function relativeLuminance(rgb: [number, number, number]): number {
  const [red, green, blue] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
