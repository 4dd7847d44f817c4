/** A made-up shop with the bot in its corner: what a site's owner sees before pasting the one line into a page. */
import { escapeHtml } from "./html.ts";

const GOODS = [
  ["Fjell 30", "Hiking backpack, 30 litres", "€ 129", "pack"],
  ["Bris", "Windproof shell, recycled nylon", "€ 179", "shell"],
  ["Varm", "Merino base layer", "€ 74", "wool"],
  ["Lys", "Head torch, 400 lumens", "€ 49", "light"],
];

export function demoShop(bot: string, accent: string | undefined): string {
  const colour = accent ? ` data-accent="${escapeHtml(accent)}"` : "";
  const name = escapeHtml(bot);
  const cards = GOODS.map(
    ([title, text, price, kind]) => `<li class="card">
<div class="picture ${kind}" aria-hidden="true"></div>
<h3>${title}</h3><p>${text}</p><p class="price">${price}</p>
</li>`,
  ).join("\n");
  return `<header class="bar"><a class="brand" href="#top" id="top">Nordlys Outdoor</a>
<nav aria-label="Shop"><a href="#goods">Packs</a><a href="#goods">Clothing</a><a href="#goods">Lights</a></nav></header>
<main>
<section class="hero"><p class="eyebrow">A demonstration page</p><h1>Made for weather</h1>
<p>Nordlys Outdoor is not a real shop. The chat in the corner is real: it is the bot <strong>${name}</strong>, embedded with one line.</p>
<pre tabindex="0" aria-label="The line that embeds the bot"><code>${escapeHtml(`<script async src="/embed/v1.js" data-bot="${bot}"></script>`)}</code></pre></section>
<section id="goods" aria-labelledby="goods-title"><h2 id="goods-title">This season</h2><ul class="grid">
${cards}
</ul></section>
</main>
<footer><p>Fictitious prices, fictitious goods.</p></footer>
<script async src="/embed/v1.js" data-bot="${name}"${colour}></script>`;
}
