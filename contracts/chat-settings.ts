/** How a bot shows itself: what the chat page and the widget read from `/embed/settings/{bot}`. */

/** Custom properties that a theme may set, each with a value of a safe form. */
export const THEME_PROPERTIES = [
  "--basalt-accent",
  "--basalt-accent-text",
  "--basalt-background",
  "--basalt-surface",
  "--basalt-text",
  "--basalt-radius",
  "--basalt-font",
] as const;
export type ThemeProperty = (typeof THEME_PROPERTIES)[number];
export type ThemeValues = Partial<Record<ThemeProperty, string>>;

export interface ChatSettings {
  bot: string;
  /** Shown at the head of the chat and above the bot's messages. */
  name: string;
  title: string;
  description: string;
  /** Address of the avatar, on our own origin; null = the name's first letter. */
  logo: string | null;
  /** BCP 47; what the page speaks when the reader's language is not among ours. */
  language: string;
  theme: { light: ThemeValues; dark: ThemeValues };
}
