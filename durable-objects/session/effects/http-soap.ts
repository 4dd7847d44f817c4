/** SOAP: reads the service's description, calls one operation and yields an envelope whose data is the parsed body and `raw` (reference 3.10). */
import type { XmlElement } from "@rgrove/parse-xml";
import { isObject } from "../../../basic/operations/compare.ts";
import { newObject, type Value } from "../../../basic/values.ts";
import { OutboundError, type OutboundResponse } from "../../../contracts/outbound.ts";
import { base64Text, bytesOf } from "../../../platform/hmac.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { envelope, enveloped } from "./http-answer.ts";
import { configSecret, fullAddress, send } from "./http-send.ts";
import { findOperation, type Operation } from "./soap-wsdl.ts";
import {
  childOf,
  descendants,
  elementsOf,
  elementValue,
  escapeXml,
  localName,
  readXml,
  writeElement,
} from "./soap-xml.ts";

const ENVELOPE = {
  "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
  "1.2": "http://www.w3.org/2003/05/soap-envelope",
} as const;
/** Documents of one description: itself and what it imports. */
const MAX_DOCUMENTS = 8;
const MAX_DESCRIPTION_BYTES = 4_000_000;

const timeoutMs = (context: EffectContext): number => context.config.keys["soap-timeout"] * 1000;

export const soap: EffectHandler = {
  limitMs: (context) => timeoutMs(context) * 2,
  async run(args, context) {
    const url = fullAddress(textArgument(args, "wsdl", context), context);
    const name = textArgument(args, "operation", context);
    const parameters = args["parameters"] ?? null;
    return enveloped(context, async () => {
      const headers = await authorization(context);
      const operation = findOperation(await description(url, headers, context), name);
      const body = bytesOf(message(operation, parameters, context));
      const answer = await send(
        {
          method: "POST",
          url: new URL(operation.endpoint, url).href,
          body,
          timeoutMs: timeoutMs(context),
          headers: { ...headers, ...contentHeaders(operation) },
        },
        context,
      );
      return answered(answer);
    });
  },
};

/** A server may answer any question about a service with its description; only what is one counts. */
async function description(
  url: string,
  headers: Record<string, string>,
  context: EffectContext,
): Promise<XmlElement[]> {
  const documents: XmlElement[] = [];
  const waiting = [url];
  const seen = new Set(waiting);
  while (waiting.length > 0 && documents.length < MAX_DOCUMENTS) {
    const next = waiting.shift()!;
    // The credentials are for the site that the script named.
    const own = new URL(next).origin === new URL(url).origin ? headers : {};
    const call = { method: "GET" as const, url: next, headers: { ...own, accept: "text/xml, application/xml" } };
    const answer = await send({ ...call, maxBytes: MAX_DESCRIPTION_BYTES, timeoutMs: timeoutMs(context) }, context);
    if (answer.status >= 400)
      throw new OutboundError("invalid", `The service's description was answered with status ${answer.status}.`);
    const root = readXml(new TextDecoder().decode(answer.body));
    documents.push(root);
    const imports = [...descendants(root, "import"), ...descendants(root, "include")];
    for (const { attributes } of imports) {
      const location = attributes["location"] ?? attributes["schemaLocation"];
      if (location === undefined || !URL.canParse(location, answer.url)) continue;
      const target = new URL(location, answer.url).href;
      if (!seen.has(target)) waiting.push(target);
      seen.add(target);
    }
  }
  if (descendants(documents[0]!, "binding").length === 0 && documents.length === 1)
    throw new OutboundError("invalid", "The address does not lead to the description (WSDL) of a service.");
  return documents;
}

function message(operation: Operation, parameters: Value, context: EffectContext): string {
  const { wrapper, namespace, isQualified, order, version } = operation;
  const given = isObject(parameters) ? Object.entries(parameters) : [];
  const place = (name: string): number => {
    const at = order.findIndex((one) => one.toLowerCase() === name.toLowerCase());
    return at < 0 ? order.length : at;
  };
  // A schema's sequence is an order, and the spelling is the schema's.
  const sorted = [...given].sort(([a], [b]) => place(a) - place(b));
  const fields = sorted.map(([name, value]) =>
    writeElement(order[place(name)] ?? name, value, isQualified ? "m:" : "", context.values),
  );
  return (
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${ENVELOPE[version]}" ` +
    `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:m="${escapeXml(namespace)}">` +
    `<soap:Body><m:${wrapper}>${fields.join("")}</m:${wrapper}></soap:Body></soap:Envelope>`
  );
}

function contentHeaders({ version, action }: Operation): Record<string, string> {
  const quoted = `"${action.replace(/["\r\n]/g, "")}"`;
  if (version === "1.1") return { "content-type": "text/xml; charset=utf-8", soapaction: quoted };
  return { "content-type": `application/soap+xml; charset=utf-8; action=${quoted}` };
}

async function authorization(context: EffectContext): Promise<Record<string, string>> {
  const { keys } = context.config;
  if (keys["soap-auth-type"] === "basic") {
    const password = await configSecret(keys["soap-password"], context);
    return { authorization: `Basic ${base64Text(bytesOf(`${keys["soap-username"]}:${password}`))}` };
  }
  if (keys["soap-auth-type"] === "api-key")
    return { [keys["soap-api-key-header"] || "x-api-key"]: await configSecret(keys["soap-api-key"], context) };
  return {};
}

/** A fault comes with status 500 (1.1) and is told as an error; anything that is no SOAP message is kept raw. */
function answered(answer: OutboundResponse): Value {
  const raw = new TextDecoder().decode(answer.body);
  const data = newObject([["raw", raw]]);
  let root: XmlElement;
  try {
    root = readXml(raw);
  } catch {
    return envelope(answer, data, answer.status < 300 ? "The answer is not XML." : null);
  }
  const body = localName(root.name) === "Envelope" ? childOf(root, "Body") : undefined;
  const first = body && elementsOf(body)[0];
  if (!first) return envelope(answer, data, answer.status < 300 ? "The answer is not a SOAP message." : null);
  const value = elementValue(first);
  if (localName(first.name) === "Fault") {
    data["fault"] = value;
    return envelope(answer, data, faultText(first));
  }
  // `raw` is ours: a field of that name stays in the text.
  if (isObject(value)) for (const [name, field] of Object.entries(value)) data[name] = name === "raw" ? raw : field;
  else data["value"] = value;
  return envelope(answer, data);
}

function faultText(fault: XmlElement): string {
  const reason = childOf(fault, "faultstring") ?? descendants(fault, "Reason").flatMap(elementsOf)[0];
  const text = reason ? elementValue(reason) : null;
  return typeof text === "string" && text.trim() !== ""
    ? text.trim().slice(0, 2_000)
    : "The service answered with a fault.";
}
