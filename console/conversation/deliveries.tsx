/** What was and is to be sent to the vendor of the conversation's channel; nothing for a conversation of the web. */
import type { JSX } from "preact";
import { useCallback, useEffect } from "preact/hooks";
import type { DeliveryItem, DeliveryPage, DeliveryState } from "../../contracts/deliveries.ts";
import { call, conversationPath } from "../api.ts";
import { Mistake, Time, Wide } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";

/** States change without a frame: receipts come when they come. */
const REFRESH_MS = 5_000;
const MAX_PAGES = 20;

const WORDS: Record<DeliveryState, string> = {
  pending: "To be sent",
  accepted: "Accepted",
  delivered: "Delivered",
  read: "Read",
  failed: "Failed",
  dead: "Given up",
};

async function load(path: string): Promise<DeliveryItem[]> {
  const items: DeliveryItem[] = [];
  for (let count = 0; count < MAX_PAGES; count++) {
    const page: DeliveryPage = await call("GET", `${path}?after=${items.at(-1)?.number ?? 0}`);
    items.push(...page.items);
    if (page.nextAfter === undefined) break;
  }
  return items.toReversed();
}

export function Deliveries({ bot, id, until }: { bot: string; id: string; until: number }): JSX.Element | null {
  const path = `${conversationPath(bot, id)}/deliveries`;
  const [loaded, again] = useLoad(useCallback(() => load(path), [path]));
  const { busy, mistake, act } = useAction();
  useEffect(again, [until]);
  const isEmpty = loaded.state !== "ready" || loaded.value.length === 0;
  useEffect(() => {
    if (isEmpty) return;
    const timer = setInterval(again, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isEmpty, again]);
  const retry = (number: number) =>
    act(async () => {
      await call("POST", `${path}/${number}/retry`);
      again();
    });
  if (loaded.state === "failed") return <Mistake words={`Deliveries cannot be read: ${loaded.error.message}`} />;
  if (loaded.state !== "ready" || loaded.value.length === 0) return null;
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">Deliveries</h2>
      <Mistake words={mistake} />
      <Wide label="Messages to the vendor">
        <table>
          <thead>
            <tr>
              <th scope="col">Message</th>
              <th scope="col">State</th>
              <th scope="col">Changed</th>
              <th scope="col">
                <span class="hidden">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {loaded.value.map((item) => (
              <tr key={item.number}>
                <th scope="row">{item.number}</th>
                <td>
                  <span class={`state ${TONES[item.state]}`}>{WORDS[item.state]}</span>
                  {item.attempts > 1 && `, ${item.attempts} tries`}
                  {item.error !== null && <div dir="auto">{item.error}</div>}
                  {item.nextAttemptAt !== null && (
                    <div>
                      Next try <Time at={item.nextAttemptAt} />
                    </div>
                  )}
                </td>
                <td>
                  <Time at={item.updatedAt} />
                </td>
                <td>
                  {(item.state === "failed" || item.state === "dead") && (
                    <button type="button" disabled={busy} onClick={() => void retry(item.number)}>
                      Send again<span class="hidden"> message {item.number}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

const TONES: Record<DeliveryState, string> = {
  pending: "",
  accepted: "up",
  delivered: "up",
  read: "up",
  failed: "down",
  dead: "down",
};
