/** SHOW CARD, SHOW LIST: frames of the types `tree` and `tree.patch` (docs/contract.md, "Frames"). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { plainRecord, plainTexts } from "../../../basic/operations/plain-texts.ts";
import type { TreeNode } from "../../../contracts/tree.ts";
import { buildCard, buildList, TreeError } from "../../../contracts/tree-build.ts";
import { diffTree } from "../../../contracts/tree-patch.ts";
import type { ShownTrees } from "../state.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

/** Trees that can still be changed are a part of the state, which is written with each turn; beyond this the oldest stay as they are. */
const MAX_KEYED = 20;
const MAX_KEYED_LENGTH = 32_000;

const showCard: EffectHandler = {
  run({ card }, context) {
    return show(context, () => buildCard(plainRecord(card ?? null, context.values)));
  },
};

const showList: EffectHandler = {
  run({ rows, options }, context) {
    const { values } = context;
    return show(context, () => buildList(plainTexts(rows ?? null, values), plainTexts(options ?? null, values)));
  },
};

function show(context: EffectContext, build: () => TreeNode): null {
  const { session, output } = context;
  const tree = checked(build);
  const shown = session.trees ?? { count: 0, keyed: [] };
  const known = tree.key === undefined ? undefined : shown.keyed.find(({ key }) => key === tree.key);
  if (known) {
    const ops = diffTree(known.tree, tree);
    if (ops.length > 0) output.show({ type: "tree.patch", id: known.id, ops });
    session.trees = withTree(shown, known.id, tree);
    return null;
  }
  const id = `t${shown.count + 1}`;
  output.show({ type: "tree", id, tree });
  session.trees = withTree({ ...shown, count: shown.count + 1 }, id, tree);
  return null;
}

function checked(build: () => TreeNode): TreeNode {
  try {
    return build();
  } catch (error) {
    if (error instanceof TreeError) throw new BasicError(ERR.badCall, error.message);
    throw error;
  }
}

function withTree(shown: ShownTrees, id: string, tree: TreeNode): ShownTrees {
  if (tree.key === undefined) return shown;
  const keyed = [...shown.keyed.filter((other) => other.id !== id), { key: tree.key, id, tree }];
  while (keyed.length > MAX_KEYED || JSON.stringify(keyed).length > MAX_KEYED_LENGTH) keyed.shift();
  return { ...shown, keyed };
}

export const TREE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SHOW CARD": showCard,
  "SHOW LIST": showList,
};
