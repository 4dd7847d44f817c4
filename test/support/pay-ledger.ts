/** The vendor of the pay keywords in the isolate of the tests: outside of the objects that they cut off. */
import type { Payment, TakePayment } from "./pay-keywords.ts";

export class PayLedger {
  readonly calls: (Payment & { key: string })[] = [];

  readonly take: TakePayment = async (payment, key) => {
    this.calls.push({ ...payment, key });
    return { paid: payment.amount };
  };

  of(reference: string): { calls: number; keys: number } {
    const calls = this.calls.filter((call) => call.reference === reference);
    return { calls: calls.length, keys: new Set(calls.map(({ key }) => key)).size };
  }
}
