/**
 * The words of the question set (corpus.ts): things of a household and a small office, each under three names, and what
 * can be said of a thing, each in three wordings that share no telling word. Written for this benchmark.
 */

/** Each thing by names that people use for it. */
export const THINGS: readonly (readonly [string, string, string])[] = [
  ["sofa", "couch", "settee"],
  ["bicycle", "bike", "two-wheeler"],
  ["refrigerator", "fridge", "cooler"],
  ["laptop", "notebook", "portable computer"],
  ["television", "telly", "flat screen"],
  ["vacuum cleaner", "hoover", "dust collector"],
  ["stove", "cooker", "range"],
  ["curtain", "drape", "blind"],
  ["rug", "carpet", "floor mat"],
  ["lamp", "luminaire", "lantern"],
  ["washing machine", "washer", "laundry appliance"],
  ["dishwasher", "dish cleaner", "plate washer"],
  ["telephone", "handset", "receiver"],
  ["printer", "plotter", "copier"],
  ["wardrobe", "closet", "armoire"],
  ["bucket", "pail", "tub"],
  ["jacket", "coat", "parka"],
  ["trousers", "pants", "slacks"],
  ["sneaker", "trainer", "running shoe"],
  ["backpack", "rucksack", "knapsack"],
  ["suitcase", "trunk", "luggage"],
  ["spectacles", "eyeglasses", "goggles"],
  ["wristwatch", "timepiece", "chronograph"],
  ["hammer", "mallet", "gavel"],
  ["spanner", "wrench", "ratchet"],
  ["ladder", "stepladder", "climbing frame"],
  ["lawnmower", "grass cutter", "mower"],
  ["tent", "pavilion", "canopy"],
  ["canoe", "kayak", "rowing boat"],
  ["pram", "stroller", "pushchair"],
  ["kettle", "water boiler", "teapot"],
  ["blender", "liquidiser", "smoothie maker"],
  ["oven", "furnace", "bakery chamber"],
  ["heater", "radiator", "convector"],
  ["ventilator", "fan", "blower"],
  ["camera", "photo device", "shooter"],
  ["loudspeaker", "sound box", "woofer"],
  ["headphones", "earpiece", "earbuds"],
  ["mattress", "futon", "bed pad"],
  ["safe", "strongbox", "vault"],
];

export interface Aspect {
  /** What is said of a thing, `{thing}` and `{detail}` left open. */
  statements: readonly [string, string, string];
  /** How it is asked for, in the words of the statement of the same place. */
  questions: readonly [string, string, string];
  /** What stands for `{detail}`. */
  details: readonly string[];
}

const MONTHS = ["three months", "six months", "twelve months", "eighteen months", "thirty months", "five years"];
const COLOURS = ["amber", "crimson", "violet", "turquoise", "ivory", "graphite", "olive", "magenta"];
const METALS = ["aluminium", "brass", "bronze", "titanium", "copper", "chromium"];
const TOWNS = ["Lisbon", "Gdansk", "Turin", "Leipzig", "Bilbao", "Ghent", "Graz", "Tampere"];
const EUROS = ["19 euros", "27 euros", "35 euros", "48 euros", "63 euros", "79 euros", "94 euros"];
const HOURS = ["two hours", "four hours", "seven hours", "nine hours", "eleven hours"];
const KILOS = ["4 kilograms", "7 kilograms", "12 kilograms", "18 kilograms", "23 kilograms", "31 kilograms"];
const NAMES = ["Ines", "Marek", "Paola", "Jonas", "Aino", "Leonor", "Tomas", "Greta"];

const aspect = (
  details: readonly string[],
  ...pairs: [[string, string], [string, string], [string, string]]
): Aspect => ({
  statements: [pairs[0][0], pairs[1][0], pairs[2][0]],
  questions: [pairs[0][1], pairs[1][1], pairs[2][1]],
  details,
});

export const ASPECTS: readonly Aspect[] = [
  aspect(
    MONTHS,
    ["The warranty of the {thing} lasts {detail}.", "How long does the warranty of the {thing} last?"],
    ["We guarantee the {thing} for {detail} after purchase.", "For which period do you guarantee the {thing}?"],
    ["Defects of the {thing} are covered during {detail}.", "Until when are defects of the {thing} covered?"],
  ),
  aspect(
    EUROS,
    ["The price of the {thing} is {detail}.", "What is the price of the {thing}?"],
    ["The {thing} costs {detail} with tax.", "How much does the {thing} cost?"],
    ["Buyers pay {detail} for the {thing}.", "What do buyers pay for the {thing}?"],
  ),
  aspect(
    COLOURS,
    ["The colour of the {thing} is {detail}.", "Which colour has the {thing}?"],
    ["The {thing} is painted in {detail}.", "How is the {thing} painted?"],
    ["The shade chosen for the {thing} is {detail}.", "Which shade was chosen for the {thing}?"],
  ),
  aspect(
    KILOS,
    ["The weight of the {thing} is {detail}.", "What is the weight of the {thing}?"],
    ["On the scales the {thing} shows {detail}.", "What do the scales show for the {thing}?"],
    ["The {thing} is heavy: {detail} without its box.", "How heavy is the {thing}?"],
  ),
  aspect(
    TOWNS,
    ["The {thing} is manufactured in {detail}.", "Where is the {thing} manufactured?"],
    ["The factory that makes the {thing} stands in {detail}.", "In which town is the factory for the {thing}?"],
    ["The origin of the {thing} is {detail}.", "What is the origin of the {thing}?"],
  ),
  aspect(
    HOURS,
    ["Charging the {thing} takes {detail}.", "How long does charging the {thing} take?"],
    ["The battery of the {thing} is full after {detail}.", "When is the battery of the {thing} full?"],
    ["Leave the {thing} plugged in for {detail} before use.", "How long should the {thing} stay plugged in?"],
  ),
  aspect(
    METALS,
    ["The frame of the {thing} consists of {detail}.", "What does the frame of the {thing} consist of?"],
    ["The {thing} has a body made from {detail}.", "From which material is the body of the {thing}?"],
    ["The skeleton of the {thing} is cast in {detail}.", "In what is the skeleton of the {thing} cast?"],
  ),
  aspect(
    NAMES,
    ["The {thing} was designed by {detail}.", "Who designed the {thing}?"],
    ["The creator of the {thing} is {detail}.", "Who is the creator of the {thing}?"],
    ["{detail} drew the first sketch of the {thing}.", "Who drew the sketch of the {thing}?"],
  ),
  aspect(
    ["vinegar", "soap water", "lemon juice", "baking soda", "a dry cloth", "warm steam"],
    ["Clean the {thing} with {detail}.", "How do I clean the {thing}?"],
    ["Dirt on the {thing} is removed by {detail}.", "How can dirt on the {thing} be removed?"],
    ["Stains leave the {thing} when you wipe it with {detail}.", "What wipes stains off the {thing}?"],
  ),
  aspect(
    ["a screwdriver", "an Allen key", "pliers", "a drill", "tweezers", "no tool"],
    ["To assemble the {thing} you need {detail}.", "What do I need to assemble the {thing}?"],
    ["The {thing} is put together with {detail}.", "With what is the {thing} put together?"],
    ["Building up the {thing} requires {detail}.", "What does building up the {thing} require?"],
  ),
  aspect(
    ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays"],
    ["Deliveries of the {thing} arrive on {detail}.", "When do deliveries of the {thing} arrive?"],
    ["The courier brings the {thing} on {detail}.", "On which day does the courier bring the {thing}?"],
    ["We ship the {thing} on {detail}.", "When do you ship the {thing}?"],
  ),
  aspect(
    ["ten days", "fourteen days", "three weeks", "thirty days", "six weeks", "ninety days"],
    ["The {thing} may be returned within {detail}.", "Within what time may the {thing} be returned?"],
    ["You can send the {thing} back for {detail}.", "Until when can I send the {thing} back?"],
    ["Refunds for the {thing} are granted during {detail}.", "How long are refunds granted for the {thing}?"],
  ),
  aspect(
    ["a red light", "three beeps", "a clicking noise", "a smell of rubber", "code E4", "code F7"],
    ["A fault of the {thing} is announced by {detail}.", "How is a fault of the {thing} announced?"],
    ["When the {thing} is broken there is {detail}.", "How do I notice that the {thing} is broken?"],
    ["{detail} signals a malfunction of the {thing}.", "What signals a malfunction of the {thing}?"],
  ),
  aspect(
    ["children under three", "pets", "people with a pacemaker", "left-handed users", "toddlers", "beginners"],
    ["The {thing} is dangerous for {detail}.", "For whom is the {thing} dangerous?"],
    ["Keep {detail} away from the {thing}.", "Who must be kept away from the {thing}?"],
    ["{detail} run a risk near the {thing}.", "Who runs a risk near the {thing}?"],
  ),
  aspect(
    ["shelf A", "shelf K", "the cellar", "the attic", "hall 3", "the garage"],
    ["The {thing} is stored in {detail}.", "Where is the {thing} stored?"],
    ["You find the {thing} in {detail}.", "Where do I find the {thing}?"],
    ["The {thing} has its place in {detail} of the depot.", "Which place in the depot has the {thing}?"],
  ),
  aspect(
    ["20 decibels", "35 decibels", "48 decibels", "52 decibels", "61 decibels", "70 decibels"],
    ["The noise of the {thing} reaches {detail}.", "What does the noise of the {thing} reach?"],
    ["The {thing} is as loud as {detail}.", "How loud is the {thing}?"],
    ["Sound engineers measured {detail} beside the {thing}.", "What did sound engineers measure beside the {thing}?"],
  ),
  aspect(
    ["batteries", "solar cells", "mains current", "a crank", "fuel cells", "a spring"],
    ["The {thing} is powered by {detail}.", "What powers the {thing}?"],
    ["Energy for the {thing} comes from {detail}.", "Where does the energy for the {thing} come from?"],
    ["The {thing} runs on {detail}.", "On what does the {thing} run?"],
  ),
  aspect(
    ["cardboard", "paper wool", "a wooden crate", "foil", "a linen bag", "recycled foam"],
    ["The packaging of the {thing} is {detail}.", "What is the packaging of the {thing}?"],
    ["The {thing} comes wrapped in {detail}.", "In what is the {thing} wrapped?"],
    ["For transport the {thing} is protected by {detail}.", "What protects the {thing} during transport?"],
  ),
  aspect(
    ["the glass yard", "the metal bin", "the workshop", "the town hall", "the collection truck", "our shop"],
    ["Dispose of an old {thing} at {detail}.", "Where do I dispose of an old {thing}?"],
    ["Recycling of the {thing} is done by {detail}.", "Who does the recycling of the {thing}?"],
    [
      "Worn-out examples of the {thing} are scrapped at {detail}.",
      "Where are worn-out examples of the {thing} scrapped?",
    ],
  ),
  aspect(
    ["5 percent", "8 percent", "12 percent", "15 percent", "20 percent", "25 percent"],
    ["The discount on the {thing} for members is {detail}.", "Which discount do members get on the {thing}?"],
    ["Club holders save {detail} when they order the {thing}.", "How much do club holders save on the {thing}?"],
    ["A loyalty card makes the {thing} cheaper by {detail}.", "How much cheaper is the {thing} with a loyalty card?"],
  ),
  aspect(
    ["once a week", "every month", "twice a year", "each spring", "every second day", "after ten uses"],
    ["The {thing} needs maintenance {detail}.", "How often does the {thing} need maintenance?"],
    ["Have the {thing} serviced {detail}.", "How often should the {thing} be serviced?"],
    ["An inspection of the {thing} is due {detail}.", "When is an inspection of the {thing} due?"],
  ),
  aspect(
    ["minus five degrees", "three degrees", "ten degrees", "25 degrees", "40 degrees", "60 degrees"],
    ["The temperature limit of the {thing} is {detail}.", "What is the temperature limit of the {thing}?"],
    ["Do not let the {thing} get warmer than {detail}.", "How warm may the {thing} get?"],
    ["Heat above {detail} harms the {thing}.", "Which heat harms the {thing}?"],
  ),
  aspect(
    ["one person", "two people", "four people", "a family", "six guests", "eight friends"],
    ["The capacity of the {thing} is enough for {detail}.", "For how many is the capacity of the {thing} enough?"],
    ["The {thing} serves {detail} at a time.", "How many does the {thing} serve at a time?"],
    ["{detail} can share the {thing}.", "How many can share the {thing}?"],
  ),
  aspect(
    ["40 centimetres", "65 centimetres", "90 centimetres", "120 centimetres", "150 centimetres", "two metres"],
    ["The width of the {thing} is {detail}.", "What is the width of the {thing}?"],
    ["The {thing} measures {detail} across.", "What does the {thing} measure across?"],
    ["The {thing} fits through openings of {detail}.", "Through which openings does the {thing} fit?"],
  ),
  aspect(
    ["oak", "birch", "velvet", "leather", "wool", "bamboo"],
    ["The surface of the {thing} is covered with {detail}.", "With what is the surface of the {thing} covered?"],
    ["The outside of the {thing} is finished in {detail}.", "How is the outside of the {thing} finished?"],
    ["Touching the {thing}, you feel {detail}.", "What do I feel when touching the {thing}?"],
  ),
  aspect(
    ["Amelia", "Bruno", "Celia", "Dmitri", "Elena", "Farid"],
    ["Questions about the {thing} are answered by {detail}.", "Who answers questions about the {thing}?"],
    ["The contact for the {thing} is {detail}.", "Who is the contact for the {thing}?"],
    ["Call {detail} if you want advice on the {thing}.", "Whom do I call for advice on the {thing}?"],
  ),
  aspect(
    ["the A4 manual", "a video", "a poster", "a booklet", "the website", "a training"],
    ["Instructions for the {thing} are given in {detail}.", "Where are instructions for the {thing} given?"],
    ["{detail} explains how to handle the {thing}.", "What explains how to handle the {thing}?"],
    ["Learn to operate the {thing} from {detail}.", "From what do I learn to operate the {thing}?"],
  ),
  aspect(
    ["a cover", "a strap", "a filter", "a lid", "a hook", "a stand"],
    ["An accessory of the {thing} is {detail}.", "Which accessory has the {thing}?"],
    ["As an extra we sell {detail} for the {thing}.", "Which extra do you sell for the {thing}?"],
    ["The {thing} can be complemented with {detail}.", "With what can the {thing} be complemented?"],
  ),
  aspect(
    ["1998", "2004", "2009", "2013", "2017", "2021"],
    ["The {thing} was introduced in {detail}.", "When was the {thing} introduced?"],
    ["The first {thing} left the line in {detail}.", "In which year did the first {thing} leave the line?"],
    ["Sales of the {thing} began in {detail}.", "When did sales of the {thing} begin?"],
  ),
  aspect(
    ["a stamp", "a sticker", "an engraving", "a hologram", "a punched tag", "a woven label"],
    ["The serial number of the {thing} is on {detail}.", "Where is the serial number of the {thing}?"],
    ["Identify your {thing} by {detail}.", "How do I identify my {thing}?"],
    ["The genuine {thing} bears {detail}.", "What does the genuine {thing} bear?"],
  ),
];
