/** GET of an address, POST, PUT, PATCH, DELETE HTTP, GRAPHQL, headers and pages: requests to other servers (reference 3.10). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { getField } from "../../../basic/operations/fields.ts";
import { toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { newObject, SealedText, type Value } from "../../../basic/values.ts";
import { OutboundError, type OutboundRequest } from "../../../contracts/outbound.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { shownUrl } from "../../../platform/outbound/check-url.ts";
import { headerName, requestHeaders } from "../../../platform/outbound/headers.ts";
import type { HttpSettings } from "../state.ts";
import { type EffectArguments, textArgument } from "./arguments.ts";
import { type EffectContext, type EffectHandler, NoValue } from "./effect.ts";
import { bodyValue, envelope, enveloped, envelopeOf, withAnswer } from "./http-answer.ts";
import { bodyOf } from "./http-body.ts";
import { joinPages, pagesLimitMs } from "./http-pages.ts";
import { fullAddress, httpLimitMs, noAnswer, send } from "./http-send.ts";
import { soap } from "./http-soap.ts";
import { webhookPost } from "./http-webhook.ts";

export const getLimitMs = (context: EffectContext): number =>
  httpLimitMs(context) + (settings(context).pages === "auto" ? pagesLimitMs(context) : 0);

/** The body; NULL and ERR where there is none, or where the status is 400 and above. */
export async function httpGet(url: string, context: EffectContext): Promise<Value> {
  try {
    const answer = await send({ method: "GET", url }, context);
    if (answer.status >= 400)
      throw new NoValue(ERR.remote, `${shownUrl(url)} was answered with status ${answer.status}.`);
    const body = bodyValue(answer, context);
    if (body === undefined)
      throw new NoValue(ERR.badCall, `${shownUrl(url)} is neither text nor JSON: DOWNLOAD keeps it as a file.`);
    const whole = settings(context).pages === "auto" ? await joinPages(answer, body, context) : body;
    return withAnswer(whole, answer);
  } catch (error) {
    if (error instanceof BasicError) throw error;
    const { number, message } = noAnswer(error, context);
    throw new NoValue(number, message);
  }
}

function sending(method: OutboundRequest["method"]): EffectHandler {
  return {
    limitMs: httpLimitMs,
    async run(args, context) {
      const url = fullAddress(textArgument(args, "url", context), context);
      const given = settings(context).headers["content-type"] ?? "";
      const body = await bodyOf(args["body"] ?? null, given, context);
      const headers = body?.contentType ? { "content-type": body.contentType } : {};
      // An empty body has a length, too: servers wait for one of these methods.
      const none = method === "DELETE" ? null : new Uint8Array();
      return enveloped(context, async () =>
        envelopeOf(await send({ method, url, body: body?.bytes ?? none, headers }, context), context),
      );
    },
  };
}

const graphql: EffectHandler = {
  limitMs: httpLimitMs,
  async run(args, context) {
    const url = fullAddress(textArgument(args, "url", context), context);
    const request = newObject([["query", textArgument(args, "query", context)]]);
    const variables = args["variables"] ?? null;
    if (variables !== null) request["variables"] = variables;
    const body = bytesOf(toJson(request, context.values));
    const headers = {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json",
    };
    return enveloped(context, async () => {
      const answer = await send({ method: "POST", url, body, headers }, context);
      const data = bodyValue(answer, context) ?? null;
      return envelope(answer, data, graphqlError(data, context));
    });
  },
};

/** The first of the errors that an answer lists: servers send them with status 200. */
function graphqlError(data: Value, context: EffectContext): string | null {
  const errors = isObject(data) ? getField(data, "errors", context.values, true) : null;
  const first = Array.isArray(errors) ? (errors[0] ?? null) : null;
  if (first === null) return null;
  return toText(getField(first, "message", context.values, true) ?? first, context.values).slice(0, 2_000);
}

const settings = ({ session }: EffectContext): HttpSettings => session.http ?? { headers: {}, pages: "none" };

const setHeader: EffectHandler = {
  run(args, context) {
    const { session } = context;
    const value = args["value"] ?? null;
    try {
      const name = headerName(textArgument(args, "name", context));
      const { [name]: _, ...others } = settings(context).headers;
      // NULL takes it away.
      const text = value instanceof SealedText ? SealedText.open(value) : toText(value, context.values);
      const headers = requestHeaders(value === null ? others : { ...others, [name]: text });
      session.http = { ...settings(context), headers };
    } catch (error) {
      throw error instanceof OutboundError ? new BasicError(ERR.badCall, error.message) : error;
    }
    return null;
  },
};

const clearHeaders: EffectHandler = {
  run(_args, context) {
    context.session.http = { ...settings(context), headers: {} };
    return null;
  },
};

const setPageMode: EffectHandler = {
  run(args: EffectArguments, context) {
    const mode = textArgument(args, "mode", context).trim().toLowerCase();
    if (mode !== "auto" && mode !== "none") throw new BasicError(ERR.badCall, 'SET PAGE MODE takes "auto" or "none".');
    context.session.http = { ...settings(context), pages: mode };
    return null;
  },
};

export const HTTP_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  POST: sending("POST"),
  PUT: sending("PUT"),
  PATCH: sending("PATCH"),
  "DELETE HTTP": sending("DELETE"),
  GRAPHQL: graphql,
  SOAP: soap,
  "SET HEADER": setHeader,
  "CLEAR HEADERS": clearHeaders,
  "SET PAGE MODE": setPageMode,
  "WEBHOOK POST": webhookPost,
};
