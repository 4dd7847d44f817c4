/** For people: the keywords of ../desk.ts. */
import type { KeywordText } from "../entry.ts";

export const DESK_TEXTS: Readonly<Record<string, KeywordText>> = {
  "TRANSFER TO HUMAN": {
    summary: "Puts the conversation into the queue of the people; yields success, status and the place in the queue.",
    example: 'place = TRANSFER TO HUMAN "billing", "high", "The invoice is wrong."',
  },
  "GET QUEUE": {
    summary: "The queue of the desk: {total, waiting, active, resolved, items}.",
    example: "queue = GET QUEUE\nTALK queue.waiting",
  },
  "NEXT IN QUEUE": {
    summary: "Takes the conversation that has waited longest.",
    example: "conversation = NEXT IN QUEUE",
  },
  "ASSIGN CONVERSATION": {
    summary: "Gives a conversation to one of the people.",
    example: 'ASSIGN CONVERSATION item.session_id TO "ann"',
  },
  "RESOLVE CONVERSATION": {
    summary: "Says that a conversation is settled.",
    example: 'RESOLVE CONVERSATION item.session_id WITH "The invoice was mended."',
  },
  "SET PRIORITY": { summary: "How urgent a conversation is.", example: 'SET PRIORITY item.session_id TO "high"' },
  "TAG CONVERSATION": {
    summary: "Puts a tag on a conversation.",
    example: 'TAG CONVERSATION item.session_id, "invoice"',
  },
  "ADD NOTE": {
    summary: "Puts a note, which the person does not see, on a conversation.",
    example: 'ADD NOTE item.session_id, "Called back at noon."',
  },
  "GET ATTENDANTS": { summary: "The people of the desk: {count, items}.", example: 'people = GET ATTENDANTS "online"' },
  "GET ATTENDANT STATS": {
    summary: "Figures of one of the people, such as active_conversations.",
    example: 'figures = GET ATTENDANT STATS "ann"',
  },
  "GET ATTENDANT STATUS": {
    summary: "Whether one of the people is there.",
    example: 'status = GET ATTENDANT STATUS "ann"',
  },
  "SET ATTENDANT STATUS": {
    summary: "Says whether one of the people is there.",
    example: 'SET ATTENDANT STATUS "ann" TO "away"',
  },
  "GET NEXT AVAILABLE AGENT": {
    summary: "Who of the people is free next.",
    example: "agent = GET_NEXT_AVAILABLE_AGENT()",
  },
  "NOTIFY ATTENDANT": {
    summary: "Sends one of the people a notice.",
    example: 'NOTIFY ATTENDANT "ann", "A customer waits."',
  },
  "ESCALATE TO SUPERVISOR": {
    summary: "Brings a conversation to whoever leads the desk.",
    example: 'ESCALATE TO SUPERVISOR item.session_id, "The customer wants to cancel."',
  },
  "ANALYZE SENTIMENT": {
    summary: "The mood of a message of a conversation, with its risk; of a text alone, one word.",
    example: "mood = ANALYZE SENTIMENT item.session_id, message\nTALK mood.escalation_risk",
  },
  "GET TIPS": {
    summary: "What could be answered: {success, items}.",
    example: "tips = GET TIPS item.session_id, message",
  },
  "POLISH MESSAGE": {
    summary: "A message in better words: {polished, changes}.",
    example: 'better = POLISH MESSAGE draft, "friendly"\nTALK better.polished',
  },
  "GET SMART REPLIES": {
    summary: "Short answers to choose from: {items}.",
    example: "replies = GET SMART REPLIES item.session_id",
  },
  "GET SUMMARY": { summary: "What a conversation was about.", example: "summary = GET SUMMARY item.session_id" },
  "GET CUSTOMER HISTORY": {
    summary: "The earlier conversations of a person.",
    example: "earlier = GET CUSTOMER HISTORY customer.id",
  },
  "IS ACTIVE": {
    summary: "Whether a conversation is still going on.",
    example: 'IF IS_ACTIVE(item.session_id) THEN TALK "active"',
  },
  "GET LAST MESSAGE TIME": {
    summary: "When the last message of a conversation came.",
    example: "last = GET_LAST_MESSAGE_TIME(item.session_id)",
  },
  "SCORE LEAD": {
    summary: "How promising a prospective customer is: {score, grade, status, qualified, factors}.",
    example: 'lead = {company: "Example Ltd", budget: 5000}\nresult = SCORE LEAD lead\nTALK result.grade',
  },
  "GET LEAD SCORE": {
    summary: "The score that a prospective customer has now.",
    example: 'score = GET LEAD SCORE "lead-7"',
  },
  "UPDATE LEAD SCORE": {
    summary: "Adds to the score of a prospective customer.",
    example: 'UPDATE LEAD SCORE "lead-7", 10, "asked for an offer"',
  },
  "SET LEAD SCORE": { summary: "Sets the score of a prospective customer.", example: 'SET LEAD SCORE "lead-7", 80' },
  "QUALIFY LEAD": {
    summary: "Whether a prospective customer's score reaches the threshold.",
    example: 'result = QUALIFY LEAD "lead-7"',
  },
};
