/** What the chat says by itself, in the languages it knows. Everything else is the bot's. */

export interface Texts {
  openChat: string;
  closeChat: string;
  conversation: string;
  placeholder: string;
  message: string;
  send: string;
  suggestions: string;
  you: string;
  working: string;
  sending: string;
  notSent: string;
  retry: string;
  discard: string;
  newMessages: string;
  connecting: string;
  offline: string;
  reconnecting: string;
  tryNow: string;
  backOnline: string;
  ended: string;
  startAgain: string;
  renewed: string;
  refused: string;
  noRelease: string;
  tooLong: string;
  tooMany: string;
  attach: string;
  yes: string;
  no: string;
  handedOver: string;
  /** Hints by HEAR type. */
  hints: Record<string, string>;
  /** The same after an answer that was not accepted. */
  again: string;
}

const en: Texts = {
  openChat: "Open chat",
  closeChat: "Close chat",
  conversation: "Conversation",
  placeholder: "Write a message",
  message: "Message",
  send: "Send",
  suggestions: "Suggestions",
  you: "You",
  working: "is writing",
  sending: "Sending",
  notSent: "Not sent",
  retry: "Try again",
  discard: "Discard",
  newMessages: "New messages",
  connecting: "Connecting",
  offline: "You are offline. Messages are kept and sent later.",
  reconnecting: "Connection lost. Trying again in {s} s.",
  tryNow: "Try now",
  backOnline: "Back online",
  ended: "The conversation has ended.",
  startAgain: "Start again",
  renewed: "The earlier conversation is no longer available. This is a new one.",
  refused: "This chat cannot be opened here.",
  noRelease: "This bot has not been published yet.",
  tooLong: "The message is too long to send.",
  tooMany: "Too many messages are waiting to be sent.",
  attach: "Attach files",
  yes: "Yes",
  no: "No",
  handedOver: "A person has taken over.",
  hints: {
    EMAIL: "name@example.com",
    PHONE: "Phone number",
    NUMBER: "A number",
    MONEY: "An amount",
    PASSWORD: "Password, at least 8 characters",
    NAME: "Your name",
    DATE: "A date",
    TIME: "A time, such as 14:30",
    URL: "A web address",
  },
  again: "That answer was not accepted. Please check it.",
};

const pt: Texts = {
  openChat: "Abrir conversa",
  closeChat: "Fechar conversa",
  conversation: "Conversa",
  placeholder: "Escreva uma mensagem",
  message: "Mensagem",
  send: "Enviar",
  suggestions: "Sugestões",
  you: "Você",
  working: "está escrevendo",
  sending: "Enviando",
  notSent: "Não enviada",
  retry: "Tentar de novo",
  discard: "Descartar",
  newMessages: "Novas mensagens",
  connecting: "Conectando",
  offline: "Você está sem conexão. As mensagens ficam guardadas e são enviadas depois.",
  reconnecting: "Conexão perdida. Nova tentativa em {s} s.",
  tryNow: "Tentar agora",
  backOnline: "Conexão restabelecida",
  ended: "A conversa terminou.",
  startAgain: "Começar de novo",
  renewed: "A conversa anterior não está mais disponível. Esta é uma nova.",
  refused: "Esta conversa não pode ser aberta aqui.",
  noRelease: "Este bot ainda não foi publicado.",
  tooLong: "A mensagem é longa demais para enviar.",
  tooMany: "Há mensagens demais à espera de envio.",
  attach: "Anexar ficheiros",
  yes: "Sim",
  no: "Não",
  handedOver: "Uma pessoa assumiu a conversa.",
  hints: {
    EMAIL: "nome@exemplo.com",
    PHONE: "Telefone",
    NUMBER: "Um número",
    MONEY: "Um valor",
    PASSWORD: "Senha, pelo menos 8 caracteres",
    NAME: "Seu nome",
    DATE: "Uma data",
    TIME: "Uma hora, como 14:30",
    URL: "Um endereço da web",
  },
  again: "Essa resposta não foi aceita. Confira, por favor.",
};

const es: Texts = {
  openChat: "Abrir chat",
  closeChat: "Cerrar chat",
  conversation: "Conversación",
  placeholder: "Escribe un mensaje",
  message: "Mensaje",
  send: "Enviar",
  suggestions: "Sugerencias",
  you: "Tú",
  working: "está escribiendo",
  sending: "Enviando",
  notSent: "No enviado",
  retry: "Reintentar",
  discard: "Descartar",
  newMessages: "Mensajes nuevos",
  connecting: "Conectando",
  offline: "Estás sin conexión. Los mensajes se guardan y se envían después.",
  reconnecting: "Conexión perdida. Nuevo intento en {s} s.",
  tryNow: "Intentar ahora",
  backOnline: "Conexión restablecida",
  ended: "La conversación ha terminado.",
  startAgain: "Empezar de nuevo",
  renewed: "La conversación anterior ya no está disponible. Esta es nueva.",
  refused: "Este chat no se puede abrir aquí.",
  noRelease: "Este bot aún no se ha publicado.",
  tooLong: "El mensaje es demasiado largo.",
  tooMany: "Hay demasiados mensajes en espera.",
  attach: "Adjuntar archivos",
  yes: "Sí",
  no: "No",
  handedOver: "Una persona ha tomado la conversación.",
  hints: {
    EMAIL: "nombre@ejemplo.com",
    PHONE: "Teléfono",
    NUMBER: "Un número",
    MONEY: "Un importe",
    PASSWORD: "Contraseña, al menos 8 caracteres",
    NAME: "Tu nombre",
    DATE: "Una fecha",
    TIME: "Una hora, como 14:30",
    URL: "Una dirección web",
  },
  again: "Esa respuesta no se aceptó. Revísala, por favor.",
};

const de: Texts = {
  openChat: "Chat öffnen",
  closeChat: "Chat schließen",
  conversation: "Unterhaltung",
  placeholder: "Nachricht schreiben",
  message: "Nachricht",
  send: "Senden",
  suggestions: "Vorschläge",
  you: "Sie",
  working: "schreibt",
  sending: "Wird gesendet",
  notSent: "Nicht gesendet",
  retry: "Erneut versuchen",
  discard: "Verwerfen",
  newMessages: "Neue Nachrichten",
  connecting: "Verbindung wird aufgebaut",
  offline: "Sie sind offline. Nachrichten werden aufbewahrt und später gesendet.",
  reconnecting: "Verbindung verloren. Neuer Versuch in {s} s.",
  tryNow: "Jetzt versuchen",
  backOnline: "Wieder verbunden",
  ended: "Die Unterhaltung ist beendet.",
  startAgain: "Neu beginnen",
  renewed: "Die frühere Unterhaltung ist nicht mehr verfügbar. Dies ist eine neue.",
  refused: "Dieser Chat kann hier nicht geöffnet werden.",
  noRelease: "Dieser Bot ist noch nicht veröffentlicht.",
  tooLong: "Die Nachricht ist zu lang.",
  tooMany: "Zu viele Nachrichten warten auf den Versand.",
  attach: "Dateien anhängen",
  yes: "Ja",
  no: "Nein",
  handedOver: "Ein Mensch hat übernommen.",
  hints: {
    EMAIL: "name@beispiel.de",
    PHONE: "Telefonnummer",
    NUMBER: "Eine Zahl",
    MONEY: "Ein Betrag",
    PASSWORD: "Passwort, mindestens 8 Zeichen",
    NAME: "Ihr Name",
    DATE: "Ein Datum",
    TIME: "Eine Uhrzeit, etwa 14:30",
    URL: "Eine Webadresse",
  },
  again: "Diese Antwort wurde nicht angenommen. Bitte prüfen Sie sie.",
};

const ALL: Record<string, Texts> = { en, pt, es, de };

/**
 * The first of the wanted languages that there are texts for; English otherwise. `language` keeps its region, which
 * decides how times are written.
 */
export function chooseTexts(wanted: readonly string[]): { language: string; texts: Texts } {
  for (const tag of wanted) {
    const texts = ALL[tag.slice(0, 2).toLowerCase()];
    if (texts) return { language: canonical(tag), texts };
  }
  return { language: "en", texts: en };
}

/** An embedding page may write anything there, and Intl throws at what is no tag. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return tag.slice(0, 2).toLowerCase();
  }
}
