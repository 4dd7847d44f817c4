/**
 * Markdown as elements. Only what markdown/ reads becomes a node and no HTML is ever set, so the text of a model or a
 * person cannot become markup; raw HTML in it is shown as the text it is.
 */
import type { ComponentChildren, JSX } from "preact";
import { type Block, readMarkdown } from "../markdown/blocks.ts";
import type { Inline } from "../markdown/inlines.ts";

/** Longer texts are shown as they are. */
const MAX_CHARACTERS = 40_000;

export function Markdown({ text }: { text: string }): JSX.Element {
  if (text.length > MAX_CHARACTERS) return <div class="plain">{text}</div>;
  return <div class="md">{readMarkdown(text).map(block)}</div>;
}

/** Only addresses that a reader can follow; `javascript:` and its kin are left as text. */
export function safeAddress(href: string): string | null {
  const text = href.trim();
  if (/^mailto:[^\s]+$/i.test(text)) return text;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).href;
}

function block(part: Block): JSX.Element {
  switch (part.type) {
    case "paragraph":
      return <p>{inlines(part.content)}</p>;
    case "heading":
      // A message's heading is emphasis: as a heading of the page it would tear holes into the page's outline.
      return <p class={part.level < 3 ? "h big" : "h"}>{inlines(part.content)}</p>;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard
        <pre tabIndex={0}>
          <code>{part.text}</code>
        </pre>
      );
    case "quote":
      return <blockquote>{part.blocks.map(block)}</blockquote>;
    case "rule":
      return <hr />;
    case "list": {
      const items = part.items.map((item) => <li>{tight(item)}</li>);
      return part.start === null ? <ul>{items}</ul> : <ol start={part.start}>{items}</ol>;
    }
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard
        <div class="wide" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {part.head.map((cell, column) => (
                  <th scope="col" class={part.align[column]}>
                    {inlines(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {part.rows.map((row) => (
                <tr>
                  {row.map((cell, column) => (
                    <td class={part.align[column]}>{inlines(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

/** An item's first paragraph needs no box of its own. */
function tight(item: Block[]): ComponentChildren {
  const [first, ...rest] = item;
  return first?.type === "paragraph" ? [inlines(first.content), rest.map(block)] : item.map(block);
}

function inlines(parts: Inline[]): ComponentChildren {
  return parts.map(inline);
}

function inline(part: Inline): ComponentChildren {
  if (typeof part === "string") return part;
  switch (part.type) {
    case "strong":
      return <strong>{inlines(part.content)}</strong>;
    case "emphasis":
      return <em>{inlines(part.content)}</em>;
    case "deleted":
      return <del>{inlines(part.content)}</del>;
    case "code":
      return <code>{part.text}</code>;
    case "break":
      return <br />;
    case "link": {
      // A picture is a link too: loading it could carry what was said to a foreign server without a click.
      const address = safeAddress(part.address);
      const content = part.content.length > 0 ? inlines(part.content) : part.address;
      if (!address) return content;
      return (
        <a href={address} target="_blank" rel="noopener noreferrer nofollow">
          {content}
        </a>
      );
    }
  }
}
