import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { ATTACKS, FINE } from "../../test/support/address-attacks.ts";
import { isPublicAddress } from "./address.ts";
import { checkUrl, shownUrl } from "./check-url.ts";

const OPEN = { onlyHosts: [], privateHosts: [] };
const check = (url: string, policy: Partial<Parameters<typeof checkUrl>[1]> = {}) =>
  checkUrl(url, { ...OPEN, ...policy });

describe("addresses that may not be called", () => {
  test.each(ATTACKS)("%j", (url) => {
    expect(() => check(url)).toThrow(expect.objectContaining({ name: "OutboundError" }));
  });

  test("the list is long enough to be one", () => expect(new Set(ATTACKS).size).toBeGreaterThanOrEqual(80));

  test("none of the messages holds more than the host", () => {
    expect(() => check("http://user:hunter2@example.com/?token=hunter2")).toThrow(/^(?!.*hunter2).*$/);
    expect(shownUrl("https://u:hunter2@example.com/a?token=hunter2#hunter2")).toBe("https://example.com/a");
  });
});

describe("addresses that are fine", () => {
  test.each(FINE)("%j", (url) => {
    expect(check(url).protocol).toMatch(/^https?:$/);
  });

  test("characters that have no place in one are encoded, escapes stay", () => {
    expect(check("https://example.com/a b|c%20d/100%?q=ü {x}|%zz#part").href).toBe(
      "https://example.com/a%20b%7Cc%20d/100%25?q=%C3%BC%20%7Bx%7D%7C%25zz",
    );
  });

  test("the dot behind a name is dropped, so that lists of hosts are asked for the name", () => {
    expect(check("https://example.com./x").hostname).toBe("example.com");
  });
});

describe("lists of hosts", () => {
  test("only what is named, with its port", () => {
    const onlyHosts = ["api.example.com", "*.example.org", "example.net:8443"];
    for (const url of ["https://api.example.com/x", "http://a.b.example.org/", "https://example.net:8443/"])
      expect(check(url, { onlyHosts }).href).toBe(url);
    for (const url of [
      "https://example.com/",
      "https://example.org/",
      "https://notexample.org/",
      "https://api.example.com.evil.example/",
      "https://api.example.com:8443/",
      "https://example.net/",
    ])
      expect(() => check(url, { onlyHosts }), url).toThrow(/not among the hosts/);
  });

  test("both lists have to name a host", () => {
    const both = { onlyHosts: ["a.example.com", "b.example.com"], tenantOnlyHosts: ["b.example.com"] };
    expect(check("https://b.example.com/", both).host).toBe("b.example.com");
    expect(() => check("https://a.example.com/", both)).toThrow(/not among/);
  });

  test("a private host is one address with one port", () => {
    const privateHosts = ["127.0.0.1:4000", "[::1]:4000", "db.internal", "*.internal"];
    expect(check("http://127.0.0.1:4000/", { privateHosts }).port).toBe("4000");
    expect(check("http://2130706433:4000/", { privateHosts }).hostname).toBe("127.0.0.1");
    expect(check("http://[::1]:4000/", { privateHosts }).port).toBe("4000");
    expect(check("http://db.internal/", { privateHosts }).host).toBe("db.internal");
    for (const url of [
      "http://127.0.0.1:4001/",
      "http://127.0.0.2:4000/",
      "http://db.internal:8080/",
      "http://x.internal/",
    ])
      expect(() => check(url, { privateHosts }), url).toThrow(/refused/);
    expect(() => check("http://127.0.0.1:4000/", { privateHosts, onlyHosts: ["example.com"] })).toThrow(/not among/);
  });
});

test("no address counts as public that a library has as a special one", () => {
  const blocks = ["0", "10", "100", "127", "169", "172", "192", "198", "203", "224", "255"];
  const octet = fc.oneof(
    fc.nat(255).map(String),
    fc.constantFrom("0", "16", "31", "51", "64", "88", "113", "168", "254"),
  );
  const four = fc
    .tuple(fc.oneof(octet, fc.constantFrom(...blocks)), octet, octet, octet)
    .map((parts) => parts.join("."));
  const group = fc.oneof(
    fc.nat(0xffff).map((n) => n.toString(16)),
    fc.constantFrom(
      "0",
      "2001",
      "2002",
      "db8",
      "3fff",
      "64",
      "ff9b",
      "fe80",
      "fc00",
      "ff02",
      "ffff",
      "2620",
      "4f",
      "8000",
    ),
  );
  const six = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(":"));
  fc.assert(
    fc.property(fc.oneof(four, six), (address) => {
      const range = ipaddr.parse(address).range();
      if (isPublicAddress(address)) expect([address, range]).toEqual([address, "unicast"]);
      // And what both hold for plain IPv4 is the same, but for the addresses of platforms.
      else if (address.includes(".") && address !== "168.63.129.16")
        expect([address, range]).not.toEqual([address, "unicast"]);
    }),
    { numRuns: 5_000 },
  );
});

test("addresses as a resolver gives them", () => {
  for (const address of ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111"])
    expect(isPublicAddress(address), address).toBe(true);
  for (const address of ["1.1.1", "01.1.1.1", "fe80::1%eth0", "example.com", "", "::ffff:8.8.8.8", "2002:808:808::"])
    expect(isPublicAddress(address), address).toBe(false);
});
