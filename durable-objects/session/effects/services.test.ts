import { describe, expect, it } from "vitest";
import { CATALOGUE, SERVICES, type ServiceName } from "../../../basic/catalogue/index.ts";
import { ERR } from "../../../basic/errors.ts";
import { LATER_KEYWORDS, PRESENT_SERVICES } from "../../../contracts/services.ts";
import { EFFECTS } from "./index.ts";
import { missing } from "./services.ts";

/** Performed by the parser, the compiler or the machine: they never ask for a handler. */
const LANGUAGE: ReadonlySet<string> = new Set(["HEAR", "HEAR NOWAIT", "WAIT FOR RESPONSE"]);

const effects = CATALOGUE.filter(({ keyword, function: fn, literal }) => !fn && !literal && !LANGUAGE.has(keyword));
const ofService = (service: ServiceName) => effects.filter((entry) => entry.service === service);

describe("every keyword that is an effect", () => {
  it.each(effects.map((entry) => [entry.keyword, entry] as const))(
    "%s has a handler or a service to come",
    (keyword, entry) => {
      if (EFFECTS.has(keyword)) return;
      expect(entry.service, "its service").toBeDefined();
      const isToCome = !PRESENT_SERVICES.has(entry.service!) || entry.load === "always" || LATER_KEYWORDS.has(keyword);
      expect(isToCome, `${keyword} is of a present service: write its handler, or list it in LATER_KEYWORDS`).toBe(
        true,
      );
    },
  );

  it("has a row, where it has a handler", () => {
    const known = new Set(CATALOGUE.map(({ keyword }) => keyword));
    expect([...EFFECTS.keys()].filter((keyword) => !known.has(keyword))).toEqual([]);
  });
});

describe("services", () => {
  it.each(Object.keys(SERVICES) as ServiceName[])("%s has all of its handlers or none", (service) => {
    const rows = ofService(service);
    expect(rows.length, "a service without keywords").toBeGreaterThan(0);
    const handled = rows.filter(({ keyword }) => EFFECTS.has(keyword));
    if (!PRESENT_SERVICES.has(service))
      expect(
        handled.map(({ keyword }) => keyword),
        "make the service PRESENT",
      ).toEqual([]);
    // What acts when the package loads has no handler to run.
    else if (rows.some(({ load }) => load !== "always")) expect(handled.length).toBeGreaterThan(0);
  });

  it("list nothing for later that is built, or that is no keyword of a present service", () => {
    for (const keyword of LATER_KEYWORDS) {
      const entry = effects.find((one) => one.keyword === keyword);
      expect(entry?.service && PRESENT_SERVICES.has(entry.service), keyword).toBe(true);
      expect(EFFECTS.has(keyword), `${keyword} has a handler: take it off the list`).toBe(false);
    }
  });

  it("say what is missing", () => {
    const why = (keyword: string, args = {}) =>
      missing(
        { keyword, args, line: 1 },
        CATALOGUE.find((entry) => entry.keyword === keyword),
      );
    expect(why("SEND MAIL")).toMatchObject({
      number: ERR.serviceMissing,
      message: "SEND MAIL needs the mail service, which this version does not have.",
    });
    expect(why("CALL", { service: "/crm/tickets/list" }).message).toContain("the connected data service");
    expect(why("CALL", { service: "/none/x" })).toMatchObject({
      number: 404,
      message: 'There is no service "/none/x".',
    });
    expect(why("NONSENSE").number).toBe(ERR.unknownStatement);
  });
});
