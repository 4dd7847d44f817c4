/** Fields that lie behind those of an answer (reference 3.10). */
import { expect, test } from "vitest";
import { newObject, withBehind } from "../values.ts";
import { getField } from "./fields.ts";
import { toJson } from "./json.ts";
import { testContext } from "./testing.ts";

const context = testContext();

test("a field of its own goes first, any case; what is behind is neither listed nor written", () => {
  const body = withBehind(newObject([["Status", "open"]]), '{"status":200,"headers":{"etag":"x"}}');
  expect(getField(body, "status", context)).toBe("open");
  expect(getField(getField(body, "headers", context), "ETAG", context)).toBe("x");
  expect(getField(body, "absent", context)).toBe(null);
  expect(toJson(body, context)).toBe('{"Status":"open"}');
});

test("a list has them as well, beside its count", () => {
  const list = withBehind([1, 2], '{"status":200}');
  expect([getField(list, "status", context), getField(list, "count", context)]).toEqual([200, 2]);
});

test("an envelope falls through to its data, once: it may be put into itself", () => {
  const envelope = withBehind(
    newObject([
      ["status", 201],
      ["data", newObject([["id", 7]])],
    ]),
    "data",
  );
  expect([getField(envelope, "id", context), getField(envelope, "status", context)]).toEqual([7, 201]);
  envelope["data"] = envelope;
  expect(getField(envelope, "id", context)).toBe(null);
  envelope["data"] = "text";
  expect(getField(envelope, "id", context)).toBe(null);
});
