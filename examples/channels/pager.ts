/**
 * An example of a custom channel: a text pager service that differs from everything modern. Forms instead of JSON, a signature
 * of its own, answers in lines of text (with status 200 also for a refusal), 320 characters a message, no buttons.
 * docs/custom-channels.md goes through it; `channels/index.ts` is where an installation lists it.
 */
import { z } from "zod";
import {
  type ChannelEvent,
  defineChannel,
  MalformedHook,
  type Parsed,
  refused,
  type SendOutcome,
  VERIFIED,
} from "../../contracts/channel.ts";
import { bytesOf, hexBytes, hmacIsValid, isSameText } from "../../platform/hmac.ts";

/** Seconds that the vendor's clock may differ. */
const TOLERANCE = 300;

export const pager = defineChannel({
  name: "pager",
  title: "Text pagers",
  capabilities: {
    text: { max: 320, unit: "code-points" },
    markdown: "plain",
    buttons: { max: 0, label: 0 },
    list: { max: 0, label: 0 },
    media: false,
  },
  settings: z.strictObject({ gateway: z.url().max(500), number: z.string().regex(/^\+\d{6,15}$/) }),
  secrets: z.strictObject({ signing: z.string().min(20).max(200), token: z.string().min(10).max(200) }),

  // X-Pager-Signature: t=1700000000,s=<hex of HMAC-SHA256 over "1700000000\n" and the raw body>
  async verify(request, { secrets }, now) {
    const match = /^t=(\d{1,12}),s=([0-9a-f]{64})$/.exec(request.header("x-pager-signature") ?? "");
    const [, time = "", code = ""] = match ?? [];
    if (!match) return refused("no signature");
    if (Math.abs(now / 1000 - Number(time)) > TOLERANCE) return refused("the signature is old");
    const bytes = hexBytes(code) ?? new Uint8Array();
    const isValid = await hmacIsValid("SHA-256", bytesOf(secrets.signing), bytes, bytesOf(`${time}\n`), request.body);
    return isValid ? VERIFIED : refused("the signature does not fit");
  },

  parse({ body }): Parsed {
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
    } catch {
      throw new MalformedHook("The body is not UTF-8.");
    }
    const form = new URLSearchParams(text);
    const field = (name: string, longest: number): string => {
      const value = form.get(name) ?? "";
      if (value === "" || value.length > longest) throw new MalformedHook(`The field ${name} is missing or too long.`);
      return value;
    };
    const events: ChannelEvent[] = [];
    switch (form.get("event")) {
      case "page":
        events.push({
          type: "message",
          id: field("id", 100),
          address: field("from", 20),
          name: null,
          text: field("text", 1_000),
          value: null,
          attachments: 0,
        });
        break;
      case "status": {
        const state = ({ shown: "delivered", confirmed: "read", lost: "failed" } as const)[field("status", 20)];
        if (state === undefined) break;
        const at = Number(form.get("time")) * 1000;
        events.push({
          type: "receipt",
          key: null,
          vendorId: field("message", 100),
          address: field("to", 20),
          state,
          at: Number.isSafeInteger(at) && at > 0 ? at : null,
          reason: (form.get("reason") ?? "").slice(0, 200),
        });
        break;
      }
      case null:
        throw new MalformedHook("The field event is missing.");
    }
    return { events, answer: { status: 200, contentType: "text/plain", body: "OK" } };
  },

  // Asked once, when the hook is entered at the vendor: ?check=WORD&token=TOKEN
  async challenge({ url }, { secrets }) {
    const query = new URL(url).searchParams;
    const word = /^\w{1,64}$/.exec(query.get("check") ?? "")?.[0];
    const isVendor = await isSameText(query.get("token") ?? "", secrets.token);
    return word && isVendor ? { status: 200, contentType: "text/plain", body: word } : null;
  },

  // The answer is one line: OK ID, WAIT SECONDS or NO REASON.
  async send({ message, address, key }, { settings, secrets }, { fetch, signal }): Promise<SendOutcome> {
    const response = await fetch(settings.gateway, {
      method: "POST",
      signal,
      headers: { authorization: `Bearer ${secrets.token}`, "idempotency-key": key },
      body: new URLSearchParams({ from: settings.number, to: address, text: message.text, reference: key }),
    });
    if (response.status === 401 || response.status === 403)
      return { state: "refused", reason: "the gateway does not take the token" };
    if (!response.ok) return { state: "retry", afterMs: null, reason: `the gateway answered ${response.status}` };
    const [word, rest = ""] = (await response.text()).slice(0, 500).trim().split(/\s+(.*)/s);
    if (word === "OK") return { state: "accepted", vendorId: rest.slice(0, 100) || null };
    if (word === "WAIT") return { state: "retry", afterMs: (Number(rest) || 1) * 1000, reason: "the gateway is busy" };
    if (word === "NO") return { state: "refused", reason: `the gateway refused it: ${rest.slice(0, 200)}` };
    return { state: "retry", afterMs: null, reason: "the gateway's answer was not understood" };
  },
});
