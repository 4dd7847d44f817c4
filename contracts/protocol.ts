/** The protocol's constants, apart from its schemas so that a page can have them without a schema library. */

export const SUBPROTOCOL = "basalt.v1";
/** Offered beside SUBPROTOCOL: `basalt.token.TOKEN`. A token never stands in a URL. */
export const TOKEN_SUBPROTOCOL_PREFIX = "basalt.token.";
/** The client's keep-alive, answered by the platform without waking the object. Compared byte for byte. */
export const PING = '{"type":"ping"}';
export const PONG = '{"type":"pong"}';

export const LIMITS = {
  /** A larger client frame closes the socket with 1009. */
  frameBytes: 64 * 1024,
  /** Protocol errors in a minute, then 1008. */
  faultsPerMinute: 20,
  /** Seconds to authenticate by the first frame, then 4401. */
  authSeconds: 5,
  /** Frames in one answer of GET .../frames. */
  framesPerPage: 10_000,
  /** Seconds that a message request waits for the turn to become quiet, then 202. */
  answerSeconds: 30,
} as const;
