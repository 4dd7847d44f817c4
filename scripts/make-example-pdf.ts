/**
 * Writes the manual in the example bot's knowledge base: a real PDF of several pages, so that the example shows answers
 * with page numbers. The same text always gives the same bytes. Run it after changing the text:
 *
 *     node scripts/make-example-pdf.ts
 */
import { writeFile } from "node:fs/promises";
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "pdf-lib";

const TARGET = new URL("../examples/helpdesk.gbai/helpdesk.gbkb/machines/brisa-manual.pdf", import.meta.url);
const A5 = { width: 419.53, height: 595.28 };
const MARGIN = 48;
const TITLE_SIZE = 20;
const HEADING_SIZE = 13;
const TEXT_SIZE = 9.5;
const LEAF = rgb(0.04, 0.42, 0.34);
const INK = rgb(0.16, 0.13, 0.11);

interface ManualPage {
  title: string;
  /** A line that begins with `## ` is a heading, an empty one ends a paragraph. */
  text: string;
}

const PAGES: ManualPage[] = [
  {
    title: "Brisa espresso machine: user manual",
    text: `Model CA-110, for software 2.x

Thank you for choosing the Brisa. Please read pages 2 and 3 before you switch it on, and keep this booklet: page 7 explains every light and error code.

## In the box
The machine with its water tank, a portafilter with a single and a double basket, a tamper, a milk jug of 350 ml, a test strip for water hardness, one filter cartridge and one sachet of descaler.

## Help
Casa Arábica, help@casa-arabica.example, telephone +351 220 000 118, Monday to Friday from 9:00 to 18:00 (Lisbon).`,
  },
  {
    title: "Safety",
    text: `## Electricity
Connect the Brisa only to an earthed socket with 220 to 240 V. Do not use it with a damaged cable; the cable can only be changed in a workshop. Pull the plug before you open, move or clean the machine. Never put it under running water.

## Heat and steam
The group head, the steam wand and the upper tray become hotter than 90 °C. Do not take the portafilter out while coffee is running: it is under a pressure of 9 bar. Keep children under eight years and pets away from the machine.

## Where to put it
On a level, dry surface that bears 12 kg, with 10 cm of air behind and 20 cm above it. Do not use or store it below 5 °C: water that freezes inside breaks the boiler. Empty the boiler before you take the machine anywhere in winter, as page 6 describes.`,
  },
  {
    title: "Before the first coffee",
    text: `## Filling and rinsing
Rinse the tank, put the filter cartridge in and fill it with fresh cold water, 1.8 litres at most. Put the tank back until it clicks. Switch on at the side: the three buttons blink while the Brisa heats up, for about 4 minutes.

When they stop blinking, hold a large cup under the group head and press Cup three times, then open the steam wand for 20 seconds. The first water may be cloudy from the filter. That is harmless.

## Setting the water hardness
Dip the test strip in tap water for one second and wait for one minute. Switch the machine on while holding Steam: one, two or three lights show the hardness. Press Cup until it matches the red fields of the strip, then switch off and on.

## Setting the language of the display
Hold Menu for three seconds, turn to Language and choose English, Português, Español or Deutsch.`,
  },
  {
    title: "Making coffee",
    text: `## Espresso
Put 18 g of ground coffee into the double basket, tamp it level, and wipe the rim. Lock the portafilter in until its handle points straight at you. Press Cup once for a single and twice for a double espresso. The pump stops by itself.

## Programming the amount
Hold Cup until it blinks, let the coffee run, and press Cup again at the amount you like. The Brisa remembers it, for single and double separately. Hold Cup and Steam together for ten seconds to go back to 30 ml and 60 ml.

## Coffee temperature
To change it, hold Menu, turn to Temperature and choose from -2 to +2. The setting 0 is 93 °C, each step is one degree. Use +1 or +2 for light roasts and -1 for dark ones.

## Switching off by itself
After 30 minutes without use the Brisa goes to sleep. Under Menu, Sleep you can choose 15, 30, 60 minutes or never.`,
  },
  {
    title: "Milk and hot water",
    text: `## Steaming milk
Press Steam and wait until its light is steady, about 25 seconds. Open the valve for a moment over the drip tray to let out the water, then steam the milk. Close the valve, wipe the wand with a damp cloth and open it again for a second, so that no milk dries inside.

## No steam, or only a little
The hole at the tip is usually blocked by dried milk. Let the machine cool, unscrew the tip, put it into warm water for ten minutes and open the holes with the needle that is fixed under the drip tray.

## Hot water for tea
Open the valve without pressing Steam. Hot water comes out for 60 seconds at most, at about 85 °C.`,
  },
  {
    title: "Cleaning and storage",
    text: `## Every day
Knock out the puck, rinse the portafilter, and press Cup once without coffee. Empty the drip tray when the red float shows. Tray and tank must not go into the dishwasher.

## Every week
Put the blind filter into the portafilter with half a spoon of cleaning powder. Run Cup five times for ten seconds each, then five times with clear water. The shower screen is held by one screw: take it off and brush it.

## Descaling
The orange drop lights up when it is time. The leaflet "Water, limescale and descaling" shows each step; it takes 35 minutes.

## Emptying the boiler for winter or transport
Take out the tank, open the steam valve and hold Menu and Steam for eight seconds. The Brisa pumps itself empty and switches off. Do this whenever it may freeze, and before you send the machine in.`,
  },
  {
    title: "Lights and error codes",
    text: `## What the lights mean
All three buttons blinking: heating up. Red tank: the water tank is empty or not pushed in. Orange drop: descale. Blue leaf: energy saving.

## E1: no water reaches the pump
Push the tank in until it clicks. If it is full, there is air in the pump: open the steam valve and press Cup until water comes from the wand.

## E2: the machine is too cold
It stands below 5 °C. Let it stand in a warm room for two hours before you switch it on again.

## E3: temperature sensor
Switch the Brisa off, wait for ten minutes, switch it on. If E3 comes back, the sensor must be changed in a workshop.

## E4: limescale in the flow meter
Descale the machine twice in a row. If E4 stays, the flow meter must be cleaned in a workshop.

## E5: overheated
The Brisa was steaming for too long. Draw 200 ml of hot water and let it cool for 15 minutes.

## E7: leak under the boiler
Pull the plug at once and do not use the machine. Write to the help desk: it is collected for repair.`,
  },
  {
    title: "Technical data",
    text: `## Measures
Width 21 cm, height 31 cm, depth 38 cm; weight 9.4 kg. Cable 1.2 m. Water tank 1.8 litres, boiler 0.3 litres of stainless steel.

## Performance
230 V, 50 Hz, 1,350 W. Pump 15 bar, brewing pressure 9 bar. Ready in 4 minutes, steam in 25 seconds more. Noise while brewing 58 dB(A). In sleep 0.4 W.

## Serial number
Ten digits on the silver plate under the water tank. You need it to register the machine for the longer warranty on its boiler, and for spare parts.

## At the end of its life
Do not put the Brisa into the household waste. Every shop of ours takes it back free of charge, as do the collection points of your town.`,
  },
];

const manual = await PDFDocument.create();
manual.setTitle("Brisa user manual", { showInWindowTitleBar: true });
manual.setAuthor("Casa Arábica");
manual.setLanguage("en");
// Fixed dates: a new run over the same text must not change the file.
const date = new Date("2026-03-02T09:00:00Z");
manual.setCreationDate(date);
manual.setModificationDate(date);
const regular = await manual.embedFont(StandardFonts.Helvetica);
const bold = await manual.embedFont(StandardFonts.HelveticaBold);
for (const [index, page] of PAGES.entries()) drawPage(manual.addPage([A5.width, A5.height]), page, index + 1);
await writeFile(TARGET, await manual.save());
process.stdout.write(`${TARGET.pathname}: ${PAGES.length} pages\n`);

function drawPage(page: PDFPage, { title, text }: ManualPage, number: number): void {
  let y = A5.height - MARGIN;
  const draw = (line: string, font: PDFFont, size: number, color = INK): void => {
    y -= size * 1.35;
    if (y < MARGIN) throw new Error(`Page ${number} is too full: shorten "${line.slice(0, 40)}".`);
    page.drawText(line, { x: MARGIN, y, size, font, color });
  };
  for (const line of wrap(title, bold, TITLE_SIZE)) draw(line, bold, TITLE_SIZE, LEAF);
  y -= 8;
  for (const line of text.split("\n")) {
    if (line === "") y -= TEXT_SIZE * 0.9;
    else if (line.startsWith("## ")) {
      for (const part of wrap(line.slice(3), bold, HEADING_SIZE)) draw(part, bold, HEADING_SIZE);
      y -= 2;
    } else for (const part of wrap(line, regular, TEXT_SIZE)) draw(part, regular, TEXT_SIZE);
  }
  page.drawText(String(number), { x: A5.width / 2, y: MARGIN / 2, size: 8, font: regular, color: INK });
}

function wrap(text: string, font: PDFFont, size: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (font.widthOfTextAtSize(longer, size) <= A5.width - 2 * MARGIN) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
