/**
 * A socket whose token comes in its first frame. It is held here, at the edge, until it has: an object wakes for nobody
 * unknown. Afterwards frames are passed on in both directions; a client that offers its token as a subprotocol is spared
 * that.
 *
 * An object could not end such a socket either: a hibernating one that has received nothing yet never sends the close
 * that is asked of it (seen with workerd 1.20261023, 2026-11-23).
 */
import { clientFrame, LIMITS } from "../../contracts/frames.ts";
import { systemClock } from "../../platform/clock.ts";
import { load } from "../../platform/load.ts";
import { FaultError } from "../problem.ts";

/** Frames that a client may send ahead while its token is being checked. */
const MAX_EARLY = 32;

/**
 * The client's end of a socket that closes with 4401 unless its first frame brings the token within five seconds. `open`
 * checks the token and makes the socket to the conversation's object; it throws a FaultError for one that opens nothing.
 */
export function holdUntilToken(open: (token: string) => Promise<WebSocket>): WebSocket {
  const { 0: client, 1: device } = new WebSocketPair();
  device.binaryType = "arraybuffer";
  device.accept();
  const early: (string | ArrayBuffer)[] = [];
  let object: WebSocket | null = null;
  let asked = false;
  // Counted here until the object counts it.
  const leave = load.held.enter("");

  const admit = async (data: string | ArrayBuffer): Promise<void> => {
    if (sizeOf(data) > LIMITS.frameBytes) return close(device, 1009, "the frame is larger than 64 KiB");
    const token = tokenOf(data);
    if (token === null) return close(device, 4401, "not authenticated");
    object = await open(token);
    leave();
    object.binaryType = "arraybuffer";
    object.accept();
    object.addEventListener("message", ({ data: frame }) => pass(device, frame));
    object.addEventListener("close", ({ code, reason }) => close(device, code, reason));
    for (const frame of early.splice(0)) pass(object, frame);
    // It may have gone meanwhile.
    if (device.readyState !== WebSocket.READY_STATE_OPEN) close(object, 1001, "gone");
  };
  device.addEventListener("message", ({ data }) => {
    if (object) pass(object, data);
    else if (asked && early.length >= MAX_EARLY) close(device, 1008, "too many frames before the answer");
    else if (asked) early.push(data);
    else {
      asked = true;
      admit(data).catch((error: unknown) => {
        const code = error instanceof FaultError ? error.failure.code : null;
        if (code?.startsWith("auth.")) close(device, 4401, "not authenticated");
        else if (code === "conversation.unknown") close(device, 4404, "there is no such conversation");
        else if (code === "conversation.erased") close(device, 4410, "the conversation has been erased");
        else close(device, 1011, "the conversation cannot be reached");
      });
    }
  });
  device.addEventListener("close", ({ code, reason }) => {
    leave();
    if (object) close(object, code, reason);
  });
  void systemClock.sleep(LIMITS.authSeconds * 1000).then(() => {
    leave();
    if (!asked) close(device, 4401, "not authenticated in time");
  });
  return client;
}

function tokenOf(data: string | ArrayBuffer): string | null {
  if (typeof data !== "string") return null;
  try {
    const frame = clientFrame.safeParse(JSON.parse(data));
    return frame.success && frame.data.type === "auth" ? frame.data.token : null;
  } catch {
    return null;
  }
}

const sizeOf = (data: string | ArrayBuffer): number =>
  typeof data === "string" ? new TextEncoder().encode(data).byteLength : data.byteLength;

/** How much may wait for a client that does not read is bounded by the object, which closes its end. */
function pass(to: WebSocket, data: string | ArrayBuffer): void {
  try {
    to.send(data);
  } catch {
    // It went away in the meantime; its close event tells the other side.
  }
}

/** 1005, 1006 and 1015 say that no code came: nobody may send them. */
function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close([1005, 1006, 1015].includes(code) ? 1001 : code, reason);
  } catch {
    // Closed already.
  }
}
