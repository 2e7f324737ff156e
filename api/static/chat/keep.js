/*
 * What is used of the page's globals, taken when the module starts: a host page may change the
 * prototypes afterwards. Attributes and text are set through these alone, never as markup.
 */
const { call } = Function.prototype;
const free = (method) => call.bind(method);
const setter = (type, name) => free(Object.getOwnPropertyDescriptor(type.prototype, name).set);

export const createElement = free(Document.prototype.createElement);
export const createText = free(Document.prototype.createTextNode);
export const appendChild = free(Node.prototype.appendChild);
export const setText = setter(Node, "textContent");
export const setAttribute = free(Element.prototype.setAttribute);
export const getAttribute = free(Element.prototype.getAttribute);
export const removeAttribute = free(Element.prototype.removeAttribute);
export const remove = free(Element.prototype.remove);
export const listen = free(EventTarget.prototype.addEventListener);
export const attachShadow = free(Element.prototype.attachShadow);
export const request = globalThis.fetch.bind(globalThis);
export const later = globalThis.setTimeout.bind(globalThis);
export const sooner = globalThis.clearTimeout.bind(globalThis);
export const decode = JSON.parse;
export const { isArray } = Array;
const { keys } = Object;
const write = JSON.stringify;

/** Write JSON. Some libraries give arrays a toJSON of their own, which JSON.stringify obeys. */
export function encode(value) {
  if (value === null || typeof value !== "object") return write(value);
  let text = "";
  if (isArray(value)) {
    for (let n = 0; n < value.length; n += 1) text += (n ? "," : "") + encode(value[n]);
    return `[${text}]`;
  }
  const names = keys(value);
  for (let n = 0; n < names.length; n += 1) {
    const one = value[names[n]];
    if (one !== undefined) text += `${text && ","}${write(names[n])}:${encode(one)}`;
  }
  return `{${text}}`;
}
