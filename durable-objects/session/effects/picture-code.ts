/** HEAR AS QRCODE: the code that a picture shows which came with a message (reference 5.2). Read by the gateway. */
import type { InboundMessage } from "../../../contracts/conversation.ts";
import { driveKey } from "../../../contracts/drive.ts";
import { createGatewayClient, GatewayError } from "../../../platform/gateway-client.ts";
import { readCode } from "../../../platform/gateway-documents.ts";
import type { TurnHost } from "../turn/host.ts";

const MAX_PICTURE = 16 * 1024 * 1024;
/** A person waits for the answer. */
const LIMIT_MS = 15_000;

/**
 * The text of the code in the first picture; null where it shows none that can be read, undefined where there is no
 * picture, no gateway, or one that does not answer.
 */
export async function readCodeOf(
  { env, identity, clock }: Pick<TurnHost, "env" | "identity" | "clock">,
  message: InboundMessage,
): Promise<string | null | undefined> {
  const picture = message.attachments.find(({ type = "" }) => type.startsWith("image/"));
  const { GATEWAY_URL: baseUrl, GATEWAY_PRIVATE_JWK: jwk } = env;
  if (!picture?.hash || (picture.size ?? 0) > MAX_PICTURE || !baseUrl || !jwk) return undefined;
  const { tenant, bot } = identity.key;
  const object = await env.FILES.get(driveKey(tenant, bot, picture.hash));
  if (!object) return undefined;
  const gateway = createGatewayClient({ baseUrl, privateJwk: JSON.parse(jwk), clock });
  try {
    const bytes = new Uint8Array(await object.arrayBuffer());
    return (await readCode(gateway, bytes, AbortSignal.timeout(LIMIT_MS))).text;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // What the gateway cannot open as a picture shows no code; a gateway that is away says nothing about it.
    return error.status === 415 || error.status === 422 ? null : undefined;
  }
}
