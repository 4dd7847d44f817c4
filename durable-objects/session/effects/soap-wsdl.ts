/** What a WSDL 1.1 description says of one operation: where it is called and how its message is written. */
import type { XmlElement } from "@rgrove/parse-xml";
import { OutboundError } from "../../../contracts/outbound.ts";
import { childOf, descendants, elementsOf, localName, namespaceOf } from "./soap-xml.ts";

const SOAP_11 = "http://schemas.xmlsoap.org/wsdl/soap/";
const SOAP_12 = "http://schemas.xmlsoap.org/wsdl/soap12/";

export interface Operation {
  endpoint: string;
  version: "1.1" | "1.2";
  action: string;
  /** The element that wraps the parameters. */
  wrapper: string;
  namespace: string;
  /** Whether the parameters' elements are in that namespace, too. */
  isQualified: boolean;
  /** Names of the parameters in the order that the schema wants; empty where it says nothing. */
  order: string[];
}

/** `documents`: the description and what it imports. Throws an OutboundError that says what is missing. */
export function findOperation(documents: readonly XmlElement[], name: string): Operation {
  const all = (element: string) => documents.flatMap((document) => descendants(document, element));
  const wanted = name.trim().toLowerCase();
  const named = (candidate: XmlElement) => (candidate.attributes["name"] ?? "").toLowerCase() === wanted;
  const bindings = all("binding").filter((binding) => soapChild(binding, "binding") !== undefined);
  // SOAP 1.1 first: where a service offers both, it is what every server and gateway between understands.
  bindings.sort((a, b) => Number(isSoap12(a)) - Number(isSoap12(b)));
  const binding = bindings.find((one) =>
    elementsOf(one).some((child) => localName(child.name) === "operation" && named(child)),
  );
  if (!binding) {
    const offered = bindings.flatMap((one) => elementsOf(one).filter((child) => localName(child.name) === "operation"));
    const names = [...new Set(offered.map((one) => one.attributes["name"] ?? ""))].slice(0, 20).join(", ");
    throw new OutboundError(
      "invalid",
      `The service has no operation "${name.slice(0, 100)}"; it has: ${names || "none"}.`,
    );
  }
  const operation = elementsOf(binding).find((child) => localName(child.name) === "operation" && named(child))!;
  const port = all("port").find((one) => localName(one.attributes["binding"] ?? "") === binding.attributes["name"]);
  const endpoint = port && soapChild(port, "address")?.attributes["location"];
  if (!endpoint) throw new OutboundError("invalid", "The description names no address for this operation.");
  const shape = shapeOf(operation, binding, all);
  return {
    endpoint,
    version: isSoap12(binding) ? "1.2" : "1.1",
    action: soapChild(operation, "operation")?.attributes["soapAction"] ?? "",
    ...shape,
  };
}

type All = (element: string) => XmlElement[];

function shapeOf(
  operation: XmlElement,
  binding: XmlElement,
  all: All,
): Omit<Operation, "endpoint" | "version" | "action"> {
  const name = operation.attributes["name"] ?? "";
  const input = childOf(operation, "input");
  const body = input && soapChild(input, "body");
  const style =
    soapChild(operation, "operation")?.attributes["style"] ?? soapChild(binding, "binding")?.attributes["style"];
  const target = rootOf(binding).attributes["targetNamespace"] ?? "";
  const message = messageOf(binding, name, all);
  const parts = message ? elementsOf(message).filter((child) => localName(child.name) === "part") : [];
  if (style === "rpc") {
    const order = parts.map((part) => part.attributes["name"] ?? "");
    return { wrapper: name, namespace: body?.attributes["namespace"] ?? target, isQualified: false, order };
  }
  const element = parts[0]?.attributes["element"];
  if (element === undefined) return { wrapper: name, namespace: target, isQualified: true, order: [] };
  const [prefix, wrapper] = element.includes(":") ? (element.split(":", 2) as [string, string]) : ["", element];
  const namespace = namespaceOf(parts[0]!, prefix) ?? target;
  const schema = all("schema").find(
    (one) =>
      one.attributes["targetNamespace"] === namespace &&
      elementsOf(one).some((child) => localName(child.name) === "element" && child.attributes["name"] === wrapper),
  );
  return {
    wrapper,
    namespace,
    isQualified: schema?.attributes["elementFormDefault"] === "qualified",
    order: schema ? orderOf(schema, wrapper) : [],
  };
}

function messageOf(binding: XmlElement, operation: string, all: All): XmlElement | undefined {
  const type = localName(binding.attributes["type"] ?? "");
  const portType = all("portType").find((one) => one.attributes["name"] === type);
  const abstract = portType && elementsOf(portType).find((child) => child.attributes["name"] === operation);
  const message = abstract && childOf(abstract, "input")?.attributes["message"];
  return message === undefined
    ? undefined
    : all("message").find((one) => one.attributes["name"] === localName(message));
}

/** Of the element's own complex type, or of the one that it names. */
function orderOf(schema: XmlElement, wrapper: string): string[] {
  const element = elementsOf(schema).find(
    (one) => localName(one.name) === "element" && one.attributes["name"] === wrapper,
  );
  const named = localName(element?.attributes["type"] ?? "");
  const type =
    (element && childOf(element, "complexType")) ??
    elementsOf(schema).find((one) => localName(one.name) === "complexType" && one.attributes["name"] === named);
  const sequence = type && childOf(type, "sequence");
  return (sequence ? elementsOf(sequence) : []).map((one) =>
    localName(one.attributes["name"] ?? one.attributes["ref"] ?? ""),
  );
}

/** The child that SOAP's own namespace adds. */
function soapChild(element: XmlElement, name: string): XmlElement | undefined {
  return elementsOf(element).find((child) => {
    if (localName(child.name) !== name) return false;
    const namespace = namespaceOf(child, child.name.includes(":") ? child.name.split(":", 1)[0]! : "");
    return namespace === SOAP_11 || namespace === SOAP_12;
  });
}

function isSoap12(binding: XmlElement): boolean {
  const child = soapChild(binding, "binding");
  return (
    child !== undefined && namespaceOf(child, child.name.includes(":") ? child.name.split(":", 1)[0]! : "") === SOAP_12
  );
}

function rootOf(element: XmlElement): XmlElement {
  let at = element;
  while (at.parent && "attributes" in at.parent) at = at.parent as XmlElement;
  return at;
}
