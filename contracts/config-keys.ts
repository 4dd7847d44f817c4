/**
 * Keys of config.csv that the product knows and does nothing with: which are to come, and which have no meaning here and
 * why. By families, because that is how the reasons go. Keys with an effect are those of package-config.ts.
 */
import { configKey, isKnownConfigKey } from "./package-config.ts";

export interface KeyStanding {
  status: "honoured" | "later" | "not-applicable";
  /** A sentence without its full stop; "" for a key that is honoured. */
  reason: string;
}

const DEPLOYMENT = "the operator of the deployment decides this, for all bots";
const CHANNEL = "connections of channels are made in the console, where their credentials are kept";
const CLOUD = "the platform scales, distributes and heals itself";
const MODEL_SERVER = "the product does not run a model server: llm-url names one";
const DESCRIPTIVE = "it describes the bot and changes nothing; scripts read it as config";
const MAIL = "mail comes with a later version";
const DESK = "the desk of people comes with a later version";
const MODELS = "choosing among several models comes with a later version";
const MEDIA = "pictures, video and speech come with a later version";
const SANDBOX = "running foreign programs comes with a later version";
const SIGN_IN = "accounts and roles come with a later version";
const SOCIAL = "posting to this network comes with a later version";

/** The first that matches counts. */
const RULES: readonly [RegExp, KeyStanding["status"], string][] = [
  [
    /^(server-(host|port|url|api)|sites-root|log-level|sse-.*|api-.*|rate-limit-.*|health-.*|metrics-.*|observability-.*|influxdb-.*|alert-(cpu|disk|email|memory|response|slack)-?.*|session-(max-concurrent|rate-limit|message-history|variable-limit))$/,
    "not-applicable",
    DEPLOYMENT,
  ],
  [
    /^(scale|shard|circuit|cache|messaging|fallback-(cache|vectordb)|qdrant-(replication|shard|write))-/,
    "not-applicable",
    CLOUD,
  ],
  [/^llm-(server|gpu|batch|context-size)(-|$)/, "not-applicable", MODEL_SERVER],
  [
    /^(drive-(accesskey|secret|server|url|bucket|provider|encryption|read|write).*|database-(url|provider|pool|log|max-rows|timeout)-?.*|encryption-.*|stalwart-.*|aws-access.*|aws-secret.*)$/,
    "not-applicable",
    "storage and its encryption belong to the deployment",
  ],
  [/^(bm25-(k1|b)|rag-cache-max-size)$/, "not-applicable", "the search by words and its caches have fixed measures"],
  [
    /^a2a-(retry-count|queue-size)$/,
    "not-applicable",
    "what one bot asks another is kept durably and done once: there is nothing to send again, and no queue to bound",
  ],
  [/^theme-color2$/, "not-applicable", "the chat has one colour; a style sheet of the package sets the others"],
  [/^(http-verify-ssl|soap-verify-ssl)$/, "not-applicable", "certificates are always verified"],
  [
    /^(soap-(ca|client|saml|wsse|oauth)-.*)$/,
    "later",
    "SOAP with certificates, tokens or WS-Security comes with a later version",
  ],
  [
    /^(telegram|whatsapp|instagram|facebook|slack|teams|discord|wechat|twilio|vonage|messagebird|sms|aws|meta|channel)-/,
    "not-applicable",
    CHANNEL,
  ],
  [/^(bluesky|linkedin|pinterest|reddit|snapchat|threads|tiktok|twitter|youtube)-/, "later", SOCIAL],
  [/^(email|smtp|imap|gmail|outlook)-/, "later", MAIL],
  [/^(attendance|attendant|auto-transfer|queue|crm|lead|follow|collections|business|notify)-/, "later", DESK],
  [
    /^(botmodels|image|video|livekit|meet|transcription|player|face|azure|opencv|default-generator)(-|$)/,
    "later",
    MEDIA,
  ],
  [/^sandbox-/, "later", SANDBOX],
  [
    /^(auth|oidc|oauth|default-role|require-authentication|required-role|system-(account|allow|context).*|suite)(-|$)/,
    "later",
    SIGN_IN,
  ],
  [/^(llm|model|episodic|bot-reflection|bot-improvement|reflection|fallback-llm)(-|$)/, "later", MODELS],
  [/^(rag-rerank|embedding-(provider|rate))/, "later", "a second ranking of passages comes with a later version"],
  [
    /^(a2a-(protocol|persist)|delegate-bots|enable-multi-agent)/,
    "later",
    "bots that talk to other systems come with a later version",
  ],
  [/^(calendar|weather|default-accounts|sync)(-|$)/, "later", "connected services come with a later version"],
  [/^(custom|conn)-/, "later", "tables of a foreign database come with a later version"],
  [
    /^(website|start-dialog|max-retries|default-tags|feature|user-memory|enable-(voice|suggestions)|theme)(-|$)/,
    "later",
    "it comes with a later version",
  ],
  [
    /^(access|accounting|alert-threshold|audit|authorization|auto-(delete|anonymization)|baa|bot-(version|author|license|category|tags)|breach|break|company|compliance|confidential|consent|cookie|covered|dashboard|data-retention|date-range|designated|default-(time|chart)|dpo|e-prescribing|enable|encryption|escalation|export|hie|hipaa|incident|max-export|minimum|npp|ocr|patient|phi|pii|privacy|refresh|report|require|response|restriction|send|state|supervisory|supported|telehealth|terms|training|urgent|workforce)(-|$)/,
    "not-applicable",
    DESCRIPTIVE,
  ],
];

/** What becomes of a key, however it is spelled; null for one that nobody has heard of. */
export function keyStanding(name: string): KeyStanding | null {
  const key = configKey(name);
  if (isKnownConfigKey(key)) return { status: "honoured", reason: "" };
  const rule = RULES.find(([keys]) => keys.test(key));
  return rule === undefined ? null : { status: rule[1], reason: rule[2] };
}
