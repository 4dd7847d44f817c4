import { describe, expect, it } from "vitest";
import { findPii, isCard, isCnpj, isCpf, PII_KINDS } from "./detect.ts";
import { Mask } from "./mask.ts";

const ALL = new Set(PII_KINDS);
const found = (text: string) => findPii(text, ALL).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);

describe("what is found", () => {
  it.each([
    ["card 4111 1111 1111 1111, thanks", ["card: 4111 1111 1111 1111"]],
    ["5500-0000-0000-0004", ["card: 5500-0000-0000-0004"]],
    ["４１１１１１１１１１１１１１１１", ["card: ４１１１１１１１１１１１１１１１"]],
    ["transfer to DE89 3704 0044 0532 0130 00 and tell me", ["iban: DE89 3704 0044 0532 0130 00"]],
    ["GB82WEST12345698765432", ["iban: GB82WEST12345698765432"]],
    ["CPF 529.982.247-25", ["cpf: 529.982.247-25"]],
    ["CNPJ 11.222.333/0001-81", ["cnpj: 11.222.333/0001-81"]],
    ["CNPJ 12.ABC.345/01DE-35", ["cnpj: 12.ABC.345/01DE-35"]],
    ["mail ann.lee+x@mail.example.co.uk.", ["email: ann.lee+x@mail.example.co.uk"]],
    ["josé@bücher.example", ["email: josé@bücher.example"]],
    ["call +351 912 345 678 or +1 (212) 555-0100", ["phone: +351 912 345 678", "phone: +1 (212) 555-0100"]],
    ["from 192.168.0.17 and 2001:db8::1", ["ip: 192.168.0.17", "ip: 2001:db8::1"]],
    ["mac 00:1A:2b:3c:4D:5e", ["mac: 00:1A:2b:3c:4D:5e"]],
  ])("%s", (text, wanted) => expect(found(text)).toEqual(wanted));

  it.each([
    "order 4111 1111 1111 1112",
    "version 1.2.3 of 2026-11-24 at 12:30",
    "XX89 ABCD EFGH IJKL MNOP QR",
    "111.111.111-11 and 00.000.000/0000-00",
    "999.1.1.1 and 1.2.3.4.5",
    "a@b and @name",
    "price 1234567890123",
    "std::vector and a::b",
  ])("nothing in %s", (text) => expect(found(text)).toEqual([]));

  it("checks by their own digits", () => {
    expect(["4111111111111111", "378282246310005", "4111111111111112", "0000000000000000"].map(isCard)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(["52998224725", "52998224726"].map(isCpf)).toEqual([true, false]);
    expect(["11222333000181", "12ABC34501DE35", "12ABC34501DE36"].map(isCnpj)).toEqual([true, true, false]);
  });

  it("takes only what is asked for", () => {
    expect(findPii("ann@x.example 4111111111111111", new Set(["card"]))).toEqual([
      { kind: "card", start: 14, end: 30 },
    ]);
  });

  it("goes through long hostile texts", () => {
    const parts = ["1", "a", "1 ", "a.", "+1-", "a@", "::", "DE89 ", "[[", "0:", "1.1.", "00-"];
    for (const part of parts) expect(findPii(part.repeat(100_000), ALL).length).toBeLessThan(100_000);
  });
});

describe("a mask", () => {
  const secret = "ann@x.example paid with 4111 1111 1111 1111; ann@x.example again";

  it("gives the same value the same name, and puts everything back", () => {
    const mask = new Mask(PII_KINDS);
    const masked = mask.mask(secret);
    expect(masked).toBe("[[EMAIL_1]] paid with [[CARD_1]]; [[EMAIL_1]] again");
    expect(mask.mask("bob@x.example, ann@x.example")).toBe("[[EMAIL_2]], [[EMAIL_1]]");
    expect(mask.unmask(masked)).toBe(secret);
    expect(mask.unmask("[[EMAIL_9]] is nobody's")).toBe("[[EMAIL_9]] is nobody's");
  });

  it("does not let a name that somebody has typed stand for another one's value", () => {
    const mask = new Mask(PII_KINDS);
    const masked = mask.mask("tell me [[EMAIL_1]] of ann@x.example");
    expect(masked).toBe("tell me [[TEXT_1]] of [[EMAIL_1]]");
    expect(mask.unmask("[[TEXT_1]]")).toBe("[[EMAIL_1]]");
  });

  it("puts back what comes in parts, however they fall, and holds back no more than a name", () => {
    const mask = new Mask(PII_KINDS);
    const text = `${mask.mask(secret)} [[ not one ]] [x] [[EMAIL_7]] [[CARD`;
    for (let size = 1; size < 12; size++) {
      const { push, end } = mask.unmasker();
      let shown = "";
      for (let at = 0; at < text.length; at += size) {
        shown += push(text.slice(at, at + size));
        expect(mask.unmask(text.slice(0, at + size)).length - shown.length).toBeLessThan(40);
      }
      expect(shown + end()).toBe(mask.unmask(text));
    }
  });
});
