import { expect, test } from "vitest";
import { knownKeys } from "../scripts/docs/configuration-page.ts";
import { keyStanding } from "./config-keys.ts";
import { packageConfig } from "./package-config.ts";

test("every key that packages use is honoured, to come, or of no meaning here for a reason", () => {
  const keys = knownKeys();
  expect(keys.length).toBeGreaterThan(700);
  const unknown = keys.filter(({ name }) => keyStanding(name.replace("{name}", "crm").replace("*", "x")) === null);
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

test("a key is found however it is spelled, and one that nobody knows is not", () => {
  expect(keyStanding("LLM_Temperature")).toEqual({ status: "honoured", reason: "" });
  expect(keyStanding("Whatsapp Verify Token")?.status).toBe("not-applicable");
  expect(keyStanding("smtp-host")?.status).toBe("later");
  expect(keyStanding("colour-of-the-sky")).toBeNull();
});

test("all defaults are values of their type", () => {
  expect(packageConfig.parse({})["package-max-size"]).toBe(100 * 1024 * 1024);
});
