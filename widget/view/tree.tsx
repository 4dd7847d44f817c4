/**
 * Cards, lists and tables that a script shows (contracts/tree.ts). Only texts become nodes; a type that this page does not know
 * shows the texts that it has.
 *
 * A card and a table are written in the direction of their first letters as a whole, so that buttons and columns stand on the
 * same side as the text: what is inside has no direction of its own.
 */
import type { ComponentChildren, JSX } from "preact";
import { columnsOf, fieldsOf, isImageAddress, rowsOf, type TreeNode, textOf } from "../../contracts/tree.ts";
import type { Choice, Entry } from "../client/transcript.ts";
import { safeAddress } from "./markdown.tsx";
import { memo } from "./memo.ts";

interface TreeProps {
  entry: Entry & { kind: "tree" };
  /** Its buttons are over, or something was said that the server has not confirmed yet. */
  locked: boolean;
  /** Of the server, for the pictures that it has itself. */
  origin: string;
  onChoose(choice: Choice): void;
}
type Surroundings = Omit<TreeProps, "entry">;

export const Tree = memo(function Tree({ entry, ...around }: TreeProps): JSX.Element {
  return <div class="bubble tree">{nodeView(entry.tree, around)}</div>;
});

function nodeView(node: TreeNode, around: Surroundings): ComponentChildren {
  switch (node.type) {
    case "card":
      return <Card node={node} around={around} />;
    case "list":
      return <List node={node} around={around} />;
    case "table":
      return <Table node={node} />;
    case "button":
      return <Button node={node} around={around} />;
    case "image":
      return <Picture node={node} origin={around.origin} />;
    case "text":
      return <Words text={textOf(node, "text")} />;
    default:
      return (
        <div class="part">
          {["title", "label", "text", "alt"].map((name) => (
            <Words text={textOf(node, name)} />
          ))}
          {node.children.map((child) => nodeView(child, around))}
        </div>
      );
  }
}

interface NodeProps {
  node: TreeNode;
  around: Surroundings;
}

function Card({ node, around }: NodeProps): JSX.Element {
  const title = textOf(node, "title");
  const fields = fieldsOf(node);
  const buttons = node.children.filter((child) => child.type === "button");
  const parts = node.children.filter((child) => child.type !== "button");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form
    <div class="part" role="group" aria-label={title || undefined} dir="auto">
      <Title text={title} />
      {parts.map((child) => nodeView(child, around))}
      {fields.length > 0 && (
        <dl>
          {fields.map(({ label, value }) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {buttons.length > 0 && <div class="acts">{buttons.map((child) => nodeView(child, around))}</div>}
    </div>
  );
}

function List({ node, around }: NodeProps): JSX.Element {
  const title = textOf(node, "title");
  return (
    <div class="part">
      <div dir="auto">
        <Title text={title} />
      </div>
      {node.children.length === 0 ? (
        <div dir="auto">
          <Words text={textOf(node, "empty")} />
        </div>
      ) : (
        <ul aria-label={title || undefined}>
          {node.children.map((child) => (
            // Only what has no direction of its own.
            <li dir={child.type === "card" ? undefined : "auto"}>{nodeView(child, around)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Table({ node }: { node: TreeNode }): JSX.Element {
  const title = textOf(node, "title");
  const columns = columnsOf(node);
  const rows = rowsOf(node);
  return (
    <div class="part" dir="auto">
      <Title text={title} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <div class="wide" tabIndex={0}>
        <table aria-label={title || undefined}>
          <thead>
            <tr>
              {columns.map(({ label, align }) => (
                <th scope="col" class={align}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {columns.map(({ align }, column) => (
                  <td class={align}>{row[column] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <Words text={textOf(node, "empty")} />}
    </div>
  );
}

function Button({ node, around }: NodeProps): JSX.Element {
  const label = textOf(node, "label");
  const choice = { label, value: node.props["value"] ?? label };
  return (
    <button type="button" class="chip" disabled={around.locked} onClick={() => around.onChoose(choice)}>
      {label}
    </button>
  );
}

/** A picture of another server is a link, as in what is said: loading it would tell that server who reads this, without a click. */
function Picture({ node, origin }: { node: TreeNode; origin: string }): JSX.Element | null {
  const url = textOf(node, "url");
  const alt = textOf(node, "alt");
  if (!isImageAddress(url)) return null;
  if (!/^https:/i.test(url)) {
    return <img class="picture" src={url.startsWith("/") ? origin + url : url} alt={alt} loading="lazy" />;
  }
  const address = safeAddress(url);
  if (!address) return null;
  return (
    <p>
      <a href={address} target="_blank" rel="noopener noreferrer nofollow">
        {alt || new URL(address).host}
      </a>
    </p>
  );
}

/** Not a heading of the page: it would tear holes into the page's outline. */
function Title({ text }: { text: string }): JSX.Element | null {
  return text === "" ? null : <p class="title">{text}</p>;
}

function Words({ text }: { text: string }): JSX.Element | null {
  return text === "" ? null : <p class="plain">{text}</p>;
}
