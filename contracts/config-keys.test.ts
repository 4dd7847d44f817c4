import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
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

test("every key that is honoured is read by something that runs", () => {
  const root = resolve(import.meta.dirname, "..");
  const sources = ["worker", "durable-objects", "platform", "channels", "extensions"]
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((file) => join(root, room, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|\/openapi\//.test(file))
    .map((file) => readFileSync(file, "utf8"));
  // By its name in quotes; a key of one word also as a property.
  const isRead = (key: string): boolean => {
    const property = key.includes("-") ? null : new RegExp(`\\b(config|keys)\\.${key}\\b`);
    return sources.some((text) => text.includes(`"${key}"`) || property?.test(text) === true);
  };
  expect(Object.keys(packageConfig.shape).filter((key) => !isRead(key))).toEqual([]);
  const families = ["param", "depends", "webhook-secret", "form-origins", "form-redirect"];
  const isTaken = (family: string): boolean => isRead(family) || sources.some((text) => text.includes(`${family}-`));
  expect(families.filter((family) => keyStanding(`${family}-x`)?.status !== "honoured" || !isTaken(family))).toEqual(
    [],
  );
});
