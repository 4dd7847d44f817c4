/** What a person reads when an answer does not fit: what is expected, with an example, in the bot's language. */
import type { HearType } from "./types.ts";

type Language = "en" | "pt" | "es" | "de";
type Messages = Readonly<Record<HearType, string>> & { readonly MENU: string };

const ENGLISH: Messages = {
  TEXT: "Please type your answer.",
  NAME: "Please type a name in letters, for example Maria Silva.",
  EMAIL: "That does not look like an e-mail address. Please type one such as maria@example.com.",
  INTEGER: "Please type a whole number, for example 42.",
  NUMBER: "Please type a number, for example 3.5.",
  MONEY: "Please type an amount, for example 1,234.50.",
  BOOLEAN: "Please answer yes or no.",
  DATE: "Please type a date, for example 31/12/2025 or 2025-12-31.",
  DATETIME: "Please type a date and a time, for example 31/12/2025 14:30.",
  HOUR: "Please type a time, for example 14:30.",
  MOBILE: "Please type a telephone number with its area code, for example 11 98765-4321.",
  ZIPCODE: "Please type a postal code, for example 01310-100 or 90210.",
  CPF: "That CPF is not valid. Please type its 11 digits, for example 529.982.247-25.",
  CNPJ: "That CNPJ is not valid. Please type its 14 digits, for example 11.222.333/0001-81.",
  LANGUAGE: "Please type a language, for example English or pt.",
  URL: "Please type a web address, for example https://example.com.",
  UUID: "Please type an identifier, for example 123e4567-e89b-12d3-a456-426614174000.",
  COLOR: "Please type a colour, for example blue or #1E90FF.",
  CREDITCARD: "That card number is not valid. Please check it and type its 13 to 19 digits again.",
  PASSWORD: "Please type a password of 8 characters or more.",
  FILE: "Please attach a file, for example a PDF.",
  IMAGE: "Please attach a picture, for example a photo in JPEG or PNG.",
  QRCODE: "Please attach a picture of the code, for example a photo in JPEG or PNG.",
  AUDIO: "Please attach a voice message or another audio file, for example an MP3.",
  VIDEO: "Please attach a video, for example an MP4.",
  LOGIN: "Please sign in.",
  MENU: "Please choose one of these, by name or number:",
};

const PORTUGUESE: Messages = {
  TEXT: "Por favor, digite sua resposta.",
  NAME: "Por favor, digite um nome com letras, por exemplo Maria Silva.",
  EMAIL: "Isso não parece um e-mail. Digite um endereço como maria@exemplo.com.br.",
  INTEGER: "Por favor, digite um número inteiro, por exemplo 42.",
  NUMBER: "Por favor, digite um número, por exemplo 3,5.",
  MONEY: "Por favor, digite um valor, por exemplo 1.234,50.",
  BOOLEAN: "Por favor, responda sim ou não.",
  DATE: "Por favor, digite uma data, por exemplo 31/12/2025.",
  DATETIME: "Por favor, digite data e hora, por exemplo 31/12/2025 14:30.",
  HOUR: "Por favor, digite um horário, por exemplo 14:30.",
  MOBILE: "Por favor, digite um telefone com DDD, por exemplo 11 98765-4321.",
  ZIPCODE: "Por favor, digite um CEP, por exemplo 01310-100.",
  CPF: "Esse CPF não é válido. Digite os 11 dígitos, por exemplo 529.982.247-25.",
  CNPJ: "Esse CNPJ não é válido. Digite os 14 dígitos, por exemplo 11.222.333/0001-81.",
  LANGUAGE: "Por favor, digite um idioma, por exemplo português ou en.",
  URL: "Por favor, digite um endereço da web, por exemplo https://exemplo.com.br.",
  UUID: "Por favor, digite um identificador, por exemplo 123e4567-e89b-12d3-a456-426614174000.",
  COLOR: "Por favor, digite uma cor, por exemplo azul ou #1E90FF.",
  CREDITCARD: "Esse número de cartão não é válido. Confira e digite de novo os 13 a 19 dígitos.",
  PASSWORD: "Por favor, digite uma senha de 8 caracteres ou mais.",
  FILE: "Por favor, anexe um arquivo, por exemplo um PDF.",
  IMAGE: "Por favor, anexe uma imagem, por exemplo uma foto em JPEG ou PNG.",
  QRCODE: "Por favor, anexe uma imagem do código, por exemplo uma foto em JPEG ou PNG.",
  AUDIO: "Por favor, anexe uma mensagem de voz ou outro áudio, por exemplo um MP3.",
  VIDEO: "Por favor, anexe um vídeo, por exemplo um MP4.",
  LOGIN: "Por favor, entre na sua conta.",
  MENU: "Por favor, escolha uma das opções, pelo nome ou número:",
};

const SPANISH: Messages = {
  TEXT: "Por favor, escriba su respuesta.",
  NAME: "Por favor, escriba un nombre con letras, por ejemplo María Silva.",
  EMAIL: "Eso no parece un correo electrónico. Escriba uno como maria@ejemplo.com.",
  INTEGER: "Por favor, escriba un número entero, por ejemplo 42.",
  NUMBER: "Por favor, escriba un número, por ejemplo 3,5.",
  MONEY: "Por favor, escriba un importe, por ejemplo 1.234,50.",
  BOOLEAN: "Por favor, responda sí o no.",
  DATE: "Por favor, escriba una fecha, por ejemplo 31/12/2025.",
  DATETIME: "Por favor, escriba fecha y hora, por ejemplo 31/12/2025 14:30.",
  HOUR: "Por favor, escriba una hora, por ejemplo 14:30.",
  MOBILE: "Por favor, escriba un teléfono con su prefijo, por ejemplo 11 98765-4321.",
  ZIPCODE: "Por favor, escriba un código postal, por ejemplo 90210.",
  CPF: "Ese CPF no es válido. Escriba sus 11 dígitos, por ejemplo 529.982.247-25.",
  CNPJ: "Ese CNPJ no es válido. Escriba sus 14 dígitos, por ejemplo 11.222.333/0001-81.",
  LANGUAGE: "Por favor, escriba un idioma, por ejemplo español o en.",
  URL: "Por favor, escriba una dirección web, por ejemplo https://ejemplo.com.",
  UUID: "Por favor, escriba un identificador, por ejemplo 123e4567-e89b-12d3-a456-426614174000.",
  COLOR: "Por favor, escriba un color, por ejemplo blue o #1E90FF.",
  CREDITCARD: "Ese número de tarjeta no es válido. Revíselo y escriba de nuevo sus 13 a 19 dígitos.",
  PASSWORD: "Por favor, escriba una contraseña de 8 caracteres o más.",
  FILE: "Por favor, adjunte un archivo, por ejemplo un PDF.",
  IMAGE: "Por favor, adjunte una imagen, por ejemplo una foto en JPEG o PNG.",
  QRCODE: "Por favor, adjunte una imagen del código, por ejemplo una foto en JPEG o PNG.",
  AUDIO: "Por favor, adjunte un mensaje de voz u otro audio, por ejemplo un MP3.",
  VIDEO: "Por favor, adjunte un vídeo, por ejemplo un MP4.",
  LOGIN: "Por favor, inicie sesión.",
  MENU: "Por favor, elija una opción, por su nombre o número:",
};

const GERMAN: Messages = {
  TEXT: "Bitte geben Sie Ihre Antwort ein.",
  NAME: "Bitte geben Sie einen Namen in Buchstaben ein, zum Beispiel Maria Silva.",
  EMAIL: "Das sieht nicht nach einer E-Mail-Adresse aus. Bitte geben Sie eine wie maria@beispiel.de ein.",
  INTEGER: "Bitte geben Sie eine ganze Zahl ein, zum Beispiel 42.",
  NUMBER: "Bitte geben Sie eine Zahl ein, zum Beispiel 3,5.",
  MONEY: "Bitte geben Sie einen Betrag ein, zum Beispiel 1.234,50.",
  BOOLEAN: "Bitte antworten Sie mit ja oder nein.",
  DATE: "Bitte geben Sie ein Datum ein, zum Beispiel 31.12.2025.",
  DATETIME: "Bitte geben Sie Datum und Uhrzeit ein, zum Beispiel 31.12.2025 14:30.",
  HOUR: "Bitte geben Sie eine Uhrzeit ein, zum Beispiel 14:30.",
  MOBILE: "Bitte geben Sie eine Telefonnummer mit Vorwahl ein, zum Beispiel 030 12345678.",
  ZIPCODE: "Bitte geben Sie eine Postleitzahl ein, zum Beispiel 10115.",
  CPF: "Diese CPF ist ungültig. Bitte geben Sie ihre 11 Ziffern ein, zum Beispiel 529.982.247-25.",
  CNPJ: "Diese CNPJ ist ungültig. Bitte geben Sie ihre 14 Ziffern ein, zum Beispiel 11.222.333/0001-81.",
  LANGUAGE: "Bitte geben Sie eine Sprache ein, zum Beispiel Deutsch oder en.",
  URL: "Bitte geben Sie eine Web-Adresse ein, zum Beispiel https://beispiel.de.",
  UUID: "Bitte geben Sie eine Kennung ein, zum Beispiel 123e4567-e89b-12d3-a456-426614174000.",
  COLOR: "Bitte geben Sie eine Farbe ein, zum Beispiel blue oder #1E90FF.",
  CREDITCARD:
    "Diese Kartennummer ist ungültig. Bitte prüfen Sie sie und geben Sie die 13 bis 19 Ziffern noch einmal ein.",
  PASSWORD: "Bitte geben Sie ein Passwort mit mindestens 8 Zeichen ein.",
  FILE: "Bitte hängen Sie eine Datei an, zum Beispiel ein PDF.",
  IMAGE: "Bitte hängen Sie ein Bild an, zum Beispiel ein Foto als JPEG oder PNG.",
  QRCODE: "Bitte hängen Sie ein Bild des Codes an, zum Beispiel ein Foto als JPEG oder PNG.",
  AUDIO: "Bitte hängen Sie eine Sprachnachricht oder eine andere Tondatei an, zum Beispiel eine MP3.",
  VIDEO: "Bitte hängen Sie ein Video an, zum Beispiel ein MP4.",
  LOGIN: "Bitte melden Sie sich an.",
  MENU: "Bitte wählen Sie eine Möglichkeit, mit Namen oder Nummer:",
};

const LANGUAGES: Readonly<Record<Language, Messages>> = { en: ENGLISH, pt: PORTUGUESE, es: SPANISH, de: GERMAN };

/** The message of a type in the language of a BCP 47 tag; English where there is no other. */
export function expectation(type: HearType, locale: string): string {
  return messagesOf(locale)[type];
}

/** More options than this are not listed again; they stand above. */
const LISTED_OPTIONS = 20;

/** The message of a menu, with its options by number. */
export function menuMessage(options: readonly string[], locale: string): string {
  const lines = options.slice(0, LISTED_OPTIONS).map((option, i) => `${i + 1}) ${option}`);
  return [messagesOf(locale).MENU, ...lines, ...(options.length > LISTED_OPTIONS ? ["…"] : [])].join("\n");
}

function messagesOf(locale: string): Messages {
  const language = locale.slice(0, 2).toLowerCase();
  return isLanguage(language) ? LANGUAGES[language] : ENGLISH;
}

function isLanguage(language: string): language is Language {
  return Object.hasOwn(LANGUAGES, language);
}
