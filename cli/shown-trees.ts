/** Cards and lists in a terminal: said as text, and their buttons offered by number until the person has answered. */
import { buttonsOf, type TreeNode } from "../contracts/tree.ts";
import { patchTree, type TreeOp } from "../contracts/tree-patch.ts";
import { treeText } from "../contracts/tree-text.ts";

/** Trees that can still be changed or clicked; a script may show more of them than anybody reads. */
const MAX_TREES = 200;

export class ShownTrees {
  private readonly trees = new Map<string, TreeNode>();
  private readonly live = new Set<string>();
  private count = 0;

  constructor(live: readonly TreeNode[] = []) {
    for (const tree of live) this.show(tree);
  }

  /** The text to say. Without an id the tree is named by its key. */
  show(tree: TreeNode, id = tree.key === undefined ? `#${++this.count}` : `key ${tree.key}`): string {
    // Behind the others, also where it was shown before.
    this.trees.delete(id);
    this.live.delete(id);
    this.trees.set(id, tree);
    this.live.add(id);
    if (this.trees.size > MAX_TREES) {
      for (const oldest of this.trees.keys()) {
        this.trees.delete(oldest);
        this.live.delete(oldest);
        break;
      }
    }
    return treeText(tree);
  }

  /** The text of the changed tree, or null for one that is not known any more. */
  patch(id: string, ops: readonly TreeOp[]): string | null {
    const tree = this.trees.get(id);
    return tree ? this.show(patchTree(tree, ops), id) : null;
  }

  get buttons(): { label: string; value: string }[] {
    return this.clickable.flatMap(buttonsOf);
  }

  /** What has buttons that the person may choose, for a run that is taken up later. */
  get clickable(): TreeNode[] {
    return [...this.live].flatMap((id) => this.trees.get(id) ?? []).filter((tree) => buttonsOf(tree).length > 0);
  }

  /** The person has said something: as in the chat, the buttons are over. */
  answered(): void {
    this.live.clear();
  }
}
