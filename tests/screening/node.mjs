// Screens the questions that come in as JSON, with the rules that come with them; says what it saw.
import { text } from "node:stream/consumers";

const [, , module] = process.argv;
const { screening } = await import(module);
const { rules, questions } = JSON.parse(await text(process.stdin));
const screen = screening(rules);
process.stdout.write(JSON.stringify(questions.map((question) => screen(question))));
