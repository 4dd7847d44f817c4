/** For people: the keywords of ../devices.ts. */
import type { KeywordText } from "../entry.ts";

export const DEVICES_TEXTS: Readonly<Record<string, KeywordText>> = {
  GPIO: { summary: "Reads or sets a pin.", example: "GPIO SET 17, 1" },
  I2C: {
    summary: "Speaks with a device on the I2C bus: its address, a register, what to write.",
    example: "I2C WRITE 0x3C, 0, 255",
  },
  SPI: { summary: "Exchanges bytes with a device on the SPI bus.", example: "answer = SPI TRANSFER [1, 2, 3]" },
  LCD: { summary: "Shows a text on a character display.", example: 'LCD PRINT "Ready"' },
  OLED: { summary: "Shows a text on a graphic display.", example: 'OLED PRINT "Ready"' },
  BUZZER: { summary: "Lets a buzzer sound.", example: "BUZZER ON 440" },
  RELAY: { summary: "Switches a relay.", example: "RELAY ON 1" },
  "READ TEMPERATURE": { summary: "What a sensor measures.", example: "degrees = READ TEMPERATURE 4" },
  "DETECT FACES": { summary: "The faces in a picture, each with its place.", example: "faces = DETECT FACES photo" },
};
