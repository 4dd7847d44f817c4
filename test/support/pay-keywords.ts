/**
 * Keywords of the crash tests, one for each policy after a crash: PAY RETRY, PAY ASK and PAY RAISE. All three do the same: they
 * have a vendor take money once and hand their key on as `Idempotency-Key`, as docs/custom-keywords.md asks of such keywords.
 * Who the vendor is, the test says: a call over HTTP (`httpVendor`) or a ledger in the same process.
 */
import * as z from "zod";
import { type Extension, extension, forms } from "../../basic/index.ts";

export interface Payment {
  policy: "retry" | "ask" | "raise";
  /** Names the payment for the test's own count: one intent of one conversation. */
  reference: string;
  amount: number;
}

export type TakePayment = (payment: Payment, key: string, signal: AbortSignal) => Promise<unknown>;

export function payKeywords(take: TakePayment): Extension[] {
  return (["retry", "ask", "raise"] as const).map((policy) =>
    extension(
      {
        keyword: `PAY ${policy.toUpperCase()}`,
        forms: forms("amount ,|WITH reference"),
        result: "object",
        statement: true,
        effect: "unsafe",
        policy,
        summary: `Has the test's vendor take an amount; policy "${policy}" after a crash.`,
        example: `receipt = PAY ${policy.toUpperCase()} 5 WITH "order-17"\nTALK receipt.paid`,
      },
      z.object({ amount: z.number(), reference: z.string() }),
      ({ amount, reference }, { key, signal }) => take({ policy, reference, amount }, key, signal),
    ),
  );
}

/** The vendor behind an HTTP address. Whatever it answers but 200 is a failure. */
export function httpVendor(url: string): TakePayment {
  return async (payment, key, signal) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(payment),
      signal,
    });
    if (!answer.ok) throw new Error(`the vendor answered ${answer.status}`);
    return answer.json();
  };
}
