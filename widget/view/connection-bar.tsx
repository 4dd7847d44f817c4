/** What the line is doing, when that is worth a word. Short interruptions pass unmentioned. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { LineStatus } from "../client/connection.ts";
import type { Texts } from "../i18n/texts.ts";

const QUIET_MS = 1_200;
const BACK_MS = 2_500;

interface BarProps {
  texts: Texts;
  status: LineStatus;
  retryAt: number;
  onTryNow(): void;
}

export function ConnectionBar({ texts, status, retryAt, onTryNow }: BarProps): JSX.Element {
  const [shown, setShown] = useState<"none" | "trouble" | "back">("none");
  const [, tick] = useState(0);
  const trouble = status === "waiting" || status === "offline" || status === "connecting";
  useEffect(() => {
    if (trouble) {
      const timer = setTimeout(() => setShown("trouble"), status === "offline" ? 0 : QUIET_MS);
      return () => clearTimeout(timer);
    }
    setShown((before) => (before === "trouble" && status === "online" ? "back" : before === "back" ? before : "none"));
    const timer = setTimeout(() => setShown("none"), BACK_MS);
    return () => clearTimeout(timer);
  }, [trouble, status]);
  useEffect(() => {
    if (status !== "waiting") return;
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, [status]);

  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
  const words =
    shown === "back"
      ? texts.backOnline
      : status === "offline"
        ? texts.offline
        : status === "waiting"
          ? texts.reconnecting.replace("{s}", String(seconds))
          : `${texts.connecting}…`;
  const visible = shown === "back" || (shown === "trouble" && trouble);
  return (
    <div class={`bar ${visible ? shown : "hidden"}`}>
      {visible && (
        <>
          <span>{words}</span>
          {status === "waiting" && (
            <button type="button" class="link" onClick={onTryNow}>
              {texts.tryNow}
            </button>
          )}
        </>
      )}
    </div>
  );
}
