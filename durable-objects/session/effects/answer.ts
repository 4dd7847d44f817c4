/** What the model's turn asks for (answers/script.ts): the prompt, one call of the model, and the results of tools. */
import "../../answers/keywords.ts";
import { convertArguments, inputSchema, isOffered, toolNamesToSend, toolsOf } from "../../../basic/index.ts";
import { listOf } from "../../../basic/operations/compare.ts";
import { fromPlain, toJson, toPlain } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import type { ModelEvent, ModelMessage, ModelTool } from "../../../contracts/model-call.ts";
import { MAX_TOOL_PARAMS } from "../../answers/script.ts";
import { complete } from "../../llm/complete.ts";
import { modelBackground } from "../turn/model-background.ts";
import { splitText } from "../turn/turn-output.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { collectionsOf, passageText, searchKnowledge } from "./knowledge.ts";
import { askModel, modelAccess, modelAttributes, modelFailure, modelLimitMs, NO_MODEL } from "./model.ts";
