/** The latency receipt of a turn (docs/observability.md) and what its journal notes. */
import type { JSX } from "preact";
import type { EffectTiming, TurnCause } from "../../contracts/journal.ts";
import type { Note, TurnRecord } from "./use-journal.ts";

export const CAUSES: Record<TurnCause, string> = {
  start: "Start",
  message: "Message",
  agent: "Desk",
  proactive: "By itself",
  settlement: "A call was settled",
  "hear-timeout": "Nobody answered in time",
  expiry: "Nobody wrote any more",
};

interface Times {
  timing: { queueMs: number; steps: number; effects: readonly EffectTiming[]; totalMs: number } | null;
  delivery: { commitMs: number; deliveryMs: number } | null;
}

export function Receipt({ timing, delivery }: Times): JSX.Element | null {
  if (!timing) return null;
  const { queueMs, steps, effects, totalMs } = timing;
  return (
    <details class="receipt">
      <summary>Took {ms(totalMs)}</summary>
      <table>
        <tbody>
          <Row name="Waited" value={ms(queueMs)} />
          <Row name="Script" value={`${steps.toLocaleString()} steps`} />
          {effects.map((effect) => (
            <Row
              key={`${effect.step} ${effect.keyword}`}
              name={effect.keyword}
              value={ms(effect.ms)}
              note={effect.class}
            />
          ))}
          <Row name="Commit" value={delivery ? ms(delivery.commitMs) : "not noted yet"} />
          <Row name="Delivery to devices" value={delivery ? ms(delivery.deliveryMs) : "not noted yet"} />
        </tbody>
      </table>
    </details>
  );
}

export const receiptOf = ({ timed, delivered }: TurnRecord): Times => ({ timing: timed, delivery: delivered });

function Row({ name, value, note = "" }: { name: string; value: string; note?: string }): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
      <td>{note}</td>
    </tr>
  );
}

export const ms = (time: number): string => (time < 10_000 ? `${time} ms` : `${(time / 1000).toFixed(1)} s`);

const KINDS: Record<Note["kind"], string> = { printed: "PRINT", warning: "Warning", error: "Error", note: "Note" };
/** Of one turn; a loop of PRINT makes thousands. */
const MAX_NOTES = 200;

export function Notes({ notes }: { notes: readonly Note[] }): JSX.Element | null {
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.slice(0, MAX_NOTES).map(({ position, kind, text, place }) => (
        <li key={position} class={kind}>
          <strong>{KINDS[kind]}</strong>
          {place !== "" && <code> {place}</code>} <span dir="auto">{text}</span>
        </li>
      ))}
      {notes.length > MAX_NOTES && <li>{notes.length - MAX_NOTES} more are in the export.</li>}
    </ul>
  );
}
