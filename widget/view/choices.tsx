/** Suggestions and menus as chips: one stop for Tab, arrows between them. */
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Choice } from "../client/transcript.ts";

interface ChoicesProps {
  label: string;
  choices: Choice[];
  onChoose(choice: Choice): void;
}
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Choices({ label, choices, onChoose }: ChoicesProps): JSX.Element | null {
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  if (choices.length === 0) return null;
  const current = Math.min(at, choices.length - 1);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const step =
      event.key === "Home" ? -current : event.key === "End" ? choices.length - 1 - current : STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const mirrored = /Left|Right/.test(event.key) && getComputedStyle(event.currentTarget).direction === "rtl";
    const next = (current + (mirrored ? -step : step) + choices.length) % choices.length;
    setAt(next);
    box.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend and border are not wanted around chips
    <div class="choices" role="group" aria-label={label} ref={box} onKeyDown={onKeyDown}>
      {choices.map((choice, index) => (
        <button
          type="button"
          key={choice.label}
          class="chip"
          dir="auto"
          tabIndex={index === current ? 0 : -1}
          onFocus={() => setAt(index)}
          onClick={() => onChoose(choice)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
