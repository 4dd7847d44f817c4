/** Frames as the person saw them, without the widget's decorations: marks of Markdown go, trees are text. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DurableFrame, MediaFrame } from "../../contracts/frames.ts";
import { plainText } from "../../contracts/plain-text.ts";
import { patchText, treeText } from "../../contracts/tree-text.ts";

/** Longer texts are shown in part first. */
const LONG = 3_000;

const STATES: Record<string, string> = {
  waiting: "Waits for an answer.",
  idle: "Waits for a message.",
  ended: "The conversation has ended.",
  "handed-over": "A person of the desk has the conversation.",
};

/** What frames say, in a line each, for lists and for screen readers. */
export function frameText(frame: DurableFrame): string {
  switch (frame.type) {
    case "talk":
      return frame.format === "markdown" ? plainText(frame.text) : frame.text;
    case "user":
      return frame.text;
    case "error":
      return frame.message;
    case "tree":
      return treeText(frame.tree);
    case "tree.patch":
      return patchText(frame.ops);
    case "tool-calls":
      return `Asks its caller to run ${frame.calls.map(({ name }) => name).join(", ")}`;
    case "suggestions":
      return frame.items.map(({ label }) => `[${label}]`).join(" ");
    case "hear":
      return `Asks for ${frame.as.toLowerCase()}${frame.retry ? " again" : ""}`;
    case "state":
      return STATES[frame.state] ?? frame.state;
    default:
      return frame.alt || frame.name;
  }
}

export function FrameView({ frame }: { frame: DurableFrame }): JSX.Element | null {
  switch (frame.type) {
    case "user":
      return <Bubble side="user" who="Person" text={frame.text} files={frame.attachments.map(({ name }) => name)} />;
    case "talk":
      return (
        <Bubble
          side={frame.from.kind}
          who={frame.from.kind === "agent" ? `${frame.from.name} (desk)` : frame.from.name}
          text={frameText(frame)}
        />
      );
    case "error":
      return <Bubble side="bot failed" who="Error" text={frame.message} />;
    case "tree":
    case "tree.patch":
      return <pre class="tree">{frameText(frame) || "(nothing that can be shown as text)"}</pre>;
    case "tool-calls":
      return <p class="aside">{frameText(frame)}</p>;
    case "suggestions":
      return frame.items.length === 0 ? null : <p class="aside">Choices: {frameText(frame)}</p>;
    case "hear":
      return frame.as === "TEXT" && !frame.retry ? null : <p class="aside">{frameText(frame)}</p>;
    case "state":
      return frame.state === "idle" || frame.state === "waiting" ? null : <p class="aside">{frameText(frame)}</p>;
    default:
      return <Media frame={frame} />;
  }
}

function Bubble(props: { side: string; who: string; text: string; files?: string[] }): JSX.Element {
  const { side, who, text, files = [] } = props;
  const [whole, setWhole] = useState(false);
  const isLong = text.length > LONG;
  return (
    <div class={`said ${side}`}>
      <span class="who">{who}</span>
      <div class="words" dir="auto">
        {isLong && !whole ? beginning(text) : text}
        {files.map((name) => (
          <div key={name}>📎 {name}</div>
        ))}
      </div>
      {isLong && !whole && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString()} characters
        </button>
      )}
    </div>
  );
}

/** Never half of a surrogate pair. */
const beginning = (text: string): string => `${text.slice(0, LONG).replace(/[\uD800-\uDBFF]$/, "")}…`;

function Media({ frame }: { frame: MediaFrame }): JSX.Element {
  const label = frame.alt || frame.name || frame.type;
  // Only what is ours is loaded: whoever looks at a conversation must not be seen by somebody else's server.
  const isOurs = /^\/(?![/\\])/.test(frame.url);
  if (frame.type === "image" && isOurs) return <img class="picture" src={frame.url} alt={label} loading="lazy" />;
  return (
    <p class="aside">
      {frame.type}:{" "}
      {isOurs || /^https?:\/\//.test(frame.url) ? (
        <a href={frame.url} target="_blank" rel="noopener noreferrer">
          {label}
        </a>
      ) : (
        label
      )}
    </p>
  );
}
