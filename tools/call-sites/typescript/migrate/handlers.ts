/** Handlers of the old version get the one parameter of the new. */
import { ts } from 'ts-morph';
import type { HandlerReshape } from '../../../../src/compat/pair-model.js';
import { type FunctionNode, isFunctionNode, outer, startOf, underCasts } from '../syntax.js';
import { consume } from './call-edits.js';
import { ByHand, type FileDraft, type Step } from './file-draft.js';
import { apiSymbol } from './result-tests.js';
import { insertAt, replaceNode, replaceSpan } from './text-edits.js';

class HandlerMover {
  readonly #draft: FileDraft;
  readonly #spec: HandlerReshape;
  readonly #done = new Set<ts.Node>();
  /** Types of the old parameters, by position. */
  readonly #paramTypes: readonly string[];

  constructor(draft: FileDraft, spec: HandlerReshape) {
    this.#draft = draft;
    this.#spec = spec;
    const signature = draft.context.index.old.symbols.get(`${spec.type}.${spec.property}`)?.signature ?? '';
    this.#paramTypes = [...signature.matchAll(/(\w+)\??:\s*([A-Za-z_]\w*)\s*(?=[,)])/g)].map((match) => match[2]!);
  }

  run(): void {
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node) && this.#isHandlerObject(node)) this.#object(node);
      else if (isFunctionNode(node) && this.#takesHandlerParams(node)) this.#attempt(node);
      ts.forEachChild(node, visit);
    };
    visit(this.#draft.source);
  }

  #isHandlerObject(node: ts.ObjectLiteralExpression): boolean {
    const type = this.#draft.checker.getContextualType(node);
    const api = this.#draft.file.context.names.ofSymbol(type?.getSymbol(), this.#draft.checker);
    return api?.side === 'old' && api.symbol === this.#spec.type;
  }

  /** A function that others forward to: its parameters are written with the old types. */
  #takesHandlerParams(node: FunctionNode): boolean {
    const { parameters } = node;
    if (parameters.length === 0 || parameters.length !== this.#paramTypes.length) return false;
    return parameters.every(
      ({ type }, at) =>
        type !== undefined &&
        ts.isTypeReferenceNode(type) &&
        apiSymbol(type.typeName, this.#draft) === this.#paramTypes[at],
    );
  }

  #attempt(node: FunctionNode): void {
    if (this.#done.has(node)) return;
    this.#done.add(node);
    this.#draft.attempt(node, this.#spec.type, (step) => {
      step.level = 'suggested';
      this.#function(node, step);
    });
  }

  #object(node: ts.ObjectLiteralExpression): void {
    for (const property of node.properties) {
      const name = property.name !== undefined && ts.isIdentifier(property.name) ? property.name.text : '';
      if (name === this.#spec.property) this.#handler(property);
      const values = this.#spec.values?.[name];
      if (values !== undefined && ts.isPropertyAssignment(property)) this.#value(property.initializer, values);
    }
  }

  #handler(property: ts.ObjectLiteralElementLike): void {
    if (ts.isMethodDeclaration(property)) return this.#attempt(property);
    if (!ts.isPropertyAssignment(property)) return;
    const value = underCasts(property.initializer);
    if (isFunctionNode(value)) this.#attempt(value);
  }

  #value(node: ts.Expression, values: Readonly<Record<string, string>>): void {
    const type = this.#draft.checker.getTypeAtLocation(node);
    const literal = type.isNumberLiteral() || type.isStringLiteral() ? String(type.value) : this.#draft.text(node);
    const text = values[literal] ?? values['*'];
    if (text === undefined) {
      this.#draft.refuse(node, this.#spec.type, `${literal} has no equal in the new version`);
      return;
    }
    this.#draft.attempt(node, this.#spec.type, (step) => {
      step.level = 'suggested';
      step.edits.push(replaceNode(node, text));
    });
  }

  #function(node: FunctionNode, step: Step): void {
    const { parameters } = node;
    const used = new Set<string>();
    parameters.forEach((parameter, at) => this.#parameter(parameter, this.#spec.params[at], step, used));
    const [first, last] = [parameters[0], parameters.at(-1)];
    if (first !== undefined && last !== undefined) {
      const isTyped = first.type !== undefined;
      const type = isTyped ? this.#newType(step) : undefined;
      for (const parameter of parameters) if (parameter.type !== undefined) consume(parameter.type, step);
      const text = `${this.#spec.param}${type === undefined ? '' : `: ${type}`}`;
      const isBare =
        ts.isArrowFunction(node) &&
        !this.#draft.text(node).startsWith('(') &&
        !this.#draft.text(node).startsWith('async');
      step.edits.push(replaceSpan(startOf(first), last.end, text));
      if (isBare && type !== undefined) throw new ByHand('the parameter has no parentheses');
    }
    if (node.type !== undefined) this.#resultType(node.type, step);
    this.#guard(node, used, step);
  }

  #newType(step: Step): string {
    const { paramType } = this.#spec;
    if (paramType === undefined) throw new ByHand('the map does not name the type of the new parameter');
    step.needs.set(paramType, 'type');
    return paramType;
  }

  #resultType(type: ts.TypeNode, step: Step): void {
    const { resultType } = this.#spec;
    if (resultType === undefined) throw new ByHand('the map does not name the type of the new answer');
    step.needs.set(resultType, 'type');
    step.edits.push(replaceNode(type, resultType));
  }

  #parameter(
    parameter: ts.ParameterDeclaration,
    plan: HandlerReshape['params'][number] | undefined,
    step: Step,
    used: Set<string>,
  ): void {
    if (plan === undefined) throw new ByHand('the handler has more parameters than the old one');
    const { index } = this.#draft.file;
    if (ts.isIdentifier(parameter.name)) {
      const symbol = index.symbolOf(parameter.name);
      for (const node of symbol === undefined ? [] : index.references(symbol)) this.#reference(node, plan, step, used);
      return;
    }
    if (typeof plan === 'string' || !ts.isObjectBindingPattern(parameter.name))
      throw new ByHand('the parameter is taken apart');
    for (const element of parameter.name.elements) {
      if (!ts.isIdentifier(element.name) || element.dotDotDotToken !== undefined)
        throw new ByHand('the parameter is taken apart');
      const member = element.propertyName ?? element.name;
      const text = plan[this.#draft.text(member)];
      if (text === undefined) throw new ByHand(`${this.#draft.text(member)} has no equal in the new notification`);
      const symbol = index.symbolOf(element.name);
      for (const node of symbol === undefined ? [] : index.references(symbol)) this.#replace(node, text, step, used);
    }
  }

  #reference(node: ts.Identifier, plan: HandlerReshape['params'][number], step: Step, used: Set<string>): void {
    if (this.#isForwarded(node)) {
      this.#forward(node, step);
      return;
    }
    if (typeof plan === 'string') return this.#replace(node, plan, step, used);
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node)
      throw new ByHand(`${node.text} is handed on as a whole`);
    const text = plan[parent.name.text];
    if (text === undefined) throw new ByHand(`${parent.name.text} has no equal in the new notification`);
    this.#replace(parent, text, step, used);
  }

  /** `(cmd, args) => this.onEvent(cmd, args)`: the called function is moved too. */
  #isForwarded(node: ts.Identifier): boolean {
    const call = node.parent;
    if (!ts.isCallExpression(call) || call.arguments.length !== this.#paramTypes.length) return false;
    const declaration = this.#draft.checker.getResolvedSignature(call)?.getDeclaration();
    return (
      declaration !== undefined &&
      isFunctionNode(declaration as ts.Node) &&
      this.#takesHandlerParams(declaration as FunctionNode)
    );
  }

  #forward(node: ts.Identifier, step: Step): void {
    const { arguments: given } = node.parent as ts.CallExpression;
    if (given[0] !== node) return;
    step.edits.push(replaceSpan(startOf(node), given.at(-1)!.end, this.#spec.param));
  }

  #replace(node: ts.Expression, text: string, step: Step, used: Set<string>): void {
    used.add(text);
    if (ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent))
      step.edits.push(insertAt(node.end, `: ${text}`));
    else step.edits.push(replaceNode(node, text));
  }

  #guard(node: FunctionNode, used: ReadonlySet<string>, step: Step): void {
    const { guard } = this.#spec;
    if (guard === undefined || !guard.whenUsed.some((text) => used.has(text))) return;
    const body = node.body!;
    if (!ts.isBlock(body)) {
      step.edits.push({
        start: startOf(body),
        end: startOf(body),
        text: `{ ${guard.text} return `,
        side: 'open',
        around: Number.MAX_SAFE_INTEGER,
      });
      step.edits.push({
        start: outer(body).end,
        end: outer(body).end,
        text: '; }',
        side: 'close',
        around: Number.MAX_SAFE_INTEGER,
      });
      return;
    }
    const first = body.statements[0];
    const { text } = this.#draft.source;
    const lineStart = first === undefined ? -1 : text.lastIndexOf('\n', startOf(first));
    const indent =
      first === undefined || lineStart <= body.pos ? undefined : /^[ \t]*/.exec(text.slice(lineStart + 1))![0];
    const at = startOf(body) + 1;
    step.edits.push(
      insertAt(at, indent === undefined ? ` ${guard.text}` : `${this.#draft.newLine}${indent}${guard.text}`),
    );
  }
}

/** Moves the handler objects of a file, and the functions that they forward to. */
export function moveHandlers(draft: FileDraft): void {
  for (const spec of draft.context.pair.map.handlers ?? []) new HandlerMover(draft, spec).run();
}
