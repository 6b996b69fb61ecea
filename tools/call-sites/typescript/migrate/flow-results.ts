/** Results whose failure was a number, a sentinel or null: the code around the call moves over to a Result. */
import { ts } from 'ts-morph';
import type { ResultIdiom } from '../../../../src/compat/pair-model.js';
import { canFail, type FailureForms, failureForms } from '../../flow/failure.js';
import { failed, fine, type ResultStates, resultStates } from '../../flow/result-states.js';
import type { CallSite } from '../../model.js';
import { rolesOf } from '../../surface-index.js';
import { containingClass, isWritten, outer, startOf } from '../syntax.js';
import { consume } from './call-edits.js';
import { ByHand, type FileDraft, lower, type Step } from './file-draft.js';
import { apiSymbol, rewriteTest, testOf } from './result-tests.js';
import { applyTemplate, insertAt, replaceNode, replaceSpan, surround } from './text-edits.js';

/** The old number of a failed result, as the map writes it. */
export function numberOf(name: string, idiom: ResultIdiom, draft: FileDraft, step: Step): string {
  if (idiom.new.number === undefined) throw new ByHand('the error number is needed here; the new version names errors');
  for (const [needed, side] of Object.entries(idiom.imports)) {
    if (!new RegExp(`\\b${needed}\\b`).test(idiom.new.number)) continue;
    if (side === 'new') step.needs.set(needed, 'value');
    else draft.keepOld.set(needed, 'value');
  }
  return idiom.new.number.replaceAll('$', name);
}

/** A call that always answered 0 answers with a number all the same. */
function formsOf(draft: FileDraft, site: CallSite): FailureForms {
  const forms = failureForms(rolesOf(draft.context.index, site.symbol, 'old'));
  const isNumber = draft.context.index.old.symbols.get(site.symbol)?.result === 'number';
  return isNumber && !canFail(forms) ? { ...forms, negative: true } : forms;
}

class ResultMover {
  readonly #draft: FileDraft;
  readonly #site: CallSite;
  readonly #call: ts.Expression;
  readonly #idiom: ResultIdiom;
  readonly #step: Step;
  readonly #forms: FailureForms;
  readonly #states: ResultStates | null;

  constructor(draft: FileDraft, site: CallSite, call: ts.Expression, idiom: ResultIdiom, step: Step) {
    this.#draft = draft;
    this.#site = site;
    this.#call = call;
    this.#idiom = idiom;
    this.#step = step;
    this.#forms = formsOf(draft, site);
    this.#states = resultStates(draft.file.facts, site, this.#forms);
  }

  move(): void {
    if (!canFail(this.#forms) || this.#forms.result) return;
    const child = outer(this.#call);
    const { parent } = child;
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return;
    const test = testOf(this.#call, this.#forms, this.#draft);
    if (test !== undefined) rewriteTest(this.#call, test, this.#idiom, this.#step);
    else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) this.#variable(parent, parent.name);
    else if (ts.isArrowFunction(parent)) this.#returned(parent);
    else if (ts.isReturnStatement(parent)) this.#returned(parent);
    else if (
      ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      parent.right === child
    ) {
      this.#assigned(parent);
    } else if (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent)) {
      throw new ByHand('a cast hides that the result can be an error');
    } else throw new ByHand('the result is used where it stands, before anybody tested it');
  }

  #variable(declaration: ts.VariableDeclaration, name: ts.Identifier): void {
    if (declaration.type !== undefined) {
      consume(declaration.type, this.#step);
      this.#step.edits.push(replaceSpan(name.end, declaration.type.end, ''));
    }
    this.#references(name);
  }

  #references(name: ts.Identifier): void {
    const symbol = this.#draft.file.index.symbolOf(name);
    for (const reference of symbol === undefined ? [] : this.#draft.file.index.references(symbol)) {
      if (isWritten(reference)) {
        const own = outer(reference.parent as ts.Expression);
        if ((reference.parent as ts.BinaryExpression).right === outer(this.#call) || own === this.#call) continue;
        throw new ByHand(`${name.text} gets other values too`);
      }
      this.#reference(reference);
    }
  }

  #reference(node: ts.Identifier): void {
    const test = testOf(node, this.#forms, this.#draft);
    if (test !== undefined) {
      rewriteTest(node, test, this.#idiom, this.#step);
      return;
    }
    const { parent } = outer(node);
    const errorNumber = this.#idiom.old.errorNumber;
    if (
      ts.isCallExpression(parent) &&
      errorNumber !== undefined &&
      apiSymbol(parent.expression, this.#draft) === errorNumber
    ) {
      consume(parent, this.#step);
      this.#step.edits.push(replaceNode(parent, numberOf(node.text, this.#idiom, this.#draft, this.#step)));
      return;
    }
    const read = this.#states?.reads.get(startOf(node));
    if (this.#forms.negative) this.#number(node, read?.state);
    else if (read !== undefined && (read.state & ~fine) !== 0) this.#untestedUse(node, read.state);
    else this.#value(node);
  }

  /** `x instanceof T` shows that the call did not fail. */
  #untestedUse(node: ts.Identifier, state: number): void {
    const { parent } = outer(node);
    const isKindTest = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
    if (state === failed) throw new ByHand(`${node.text} is used where the call is known to have failed`);
    if (!isKindTest) throw new ByHand(`${node.text} is used before anybody tested it`);
    const { ok, value } = this.#idiom.new;
    this.#step.edits.push(replaceNode(node, `${ok.replace('$', node.text)} && ${value.replace('$', node.text)}`));
  }

  #value(node: ts.Identifier): void {
    const text = this.#idiom.new.value.replace('$', node.text);
    if (ts.isShorthandPropertyAssignment(node.parent)) this.#step.edits.push(insertAt(node.end, `: ${text}`));
    else this.#step.edits.push(...(applyTemplate(node, this.#idiom.new.value) ?? [replaceNode(node, text)]));
  }

  /** The number itself is wanted: 0, or that of the error. */
  #number(node: ts.Identifier, state: number | undefined): void {
    const number = () => numberOf(node.text, this.#idiom, this.#draft, this.#step);
    const ok = this.#idiom.new.ok.replace('$', node.text);
    const text = state === fine ? '0' : state === failed ? number() : `${ok} ? 0 : ${number()}`;
    const isAlone = ts.isReturnStatement(node.parent) || ts.isVariableDeclaration(node.parent);
    const safe = isAlone || state === fine || state === failed ? text : `(${text})`;
    if (ts.isShorthandPropertyAssignment(node.parent)) this.#step.edits.push(insertAt(node.end, `: ${safe}`));
    else this.#step.edits.push(replaceNode(node, safe));
  }

  /** `return call(...)`: the number goes on to whoever called. */
  #returned(parent: ts.ReturnStatement | ts.ArrowFunction): void {
    if (!this.#forms.negative) throw new ByHand('the result leaves the function untested');
    const name = freshName('result', this.#call, this.#draft);
    const ok = this.#idiom.new.ok.replace('$', name);
    const answer = `return ${ok} ? 0 : ${numberOf(name, this.#idiom, this.#draft, this.#step)};`;
    const { edits } = this.#step;
    if (ts.isArrowFunction(parent)) {
      edits.push(...surround(parent.body, `{ const ${name} = `, `; ${answer} }`));
      return;
    }
    if (!ts.isBlock(parent.parent) && !ts.isSourceFile(parent.parent) && !ts.isCaseOrDefaultClause(parent.parent)) {
      throw new ByHand('the result leaves the function untested, in a statement without a block');
    }
    edits.push(replaceSpan(startOf(parent), startOf(this.#call), `const ${name} = `));
    edits.push(
      replaceSpan(this.#call.end, parent.end, `;${this.#draft.newLine}${indentAt(parent, this.#draft)}${answer}`),
    );
  }

  #assigned(parent: ts.BinaryExpression): void {
    if (ts.isIdentifier(parent.left)) {
      const declaration = this.#draft.file.index.symbolOf(parent.left)?.valueDeclaration;
      const isBare =
        declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer === undefined;
      if (!isBare || !ts.isExpressionStatement(outer(parent).parent))
        throw new ByHand(`${parent.left.text} gets other values too`);
      throw new ByHand(`${parent.left.text} is declared before it gets the result; declare it where it is set`);
    }
    this.#stored(parent);
  }

  /** `this.x = call(); if (this.x === NONE) leave;`: the test moves to a constant, and the member gets the value after it. */
  #stored(parent: ts.BinaryExpression): void {
    const statement = parent.parent;
    const block = statement.parent;
    if (
      !ts.isExpressionStatement(statement) ||
      !(ts.isBlock(block) || ts.isSourceFile(block) || ts.isCaseOrDefaultClause(block))
    ) {
      throw new ByHand('the result is stored in the middle of an expression');
    }
    const next = block.statements[block.statements.indexOf(statement) + 1];
    const { index } = this.#draft.file;
    const place = index.place(parent.left);
    const subject =
      next !== undefined && ts.isIfStatement(next)
        ? subjectIn(next.expression, (node) => index.place(node) === place)
        : undefined;
    const test = subject === undefined ? undefined : testOf(subject, this.#forms, this.#draft);
    if (
      next === undefined ||
      !ts.isIfStatement(next) ||
      subject === undefined ||
      test?.node !== next.expression ||
      place === null
    ) {
      throw new ByHand('the result is stored before anybody tested it');
    }
    if (next.elseStatement !== undefined || !test.failedWhenTrue || !leaves(next.thenStatement)) {
      throw new ByHand('the result is stored, and the test after it does not leave');
    }
    const name = freshName(lastName(parent.left), this.#call, this.#draft);
    this.#step.level = lower(this.#step.level, 'suggested');
    this.#step.edits.push(replaceSpan(startOf(parent.left), startOf(this.#call), `const ${name} = `));
    consume(next.expression, this.#step);
    this.#step.edits.push(replaceNode(next.expression, this.#idiom.new.failed.replace('$', name)));
    const stored = `${this.#draft.text(parent.left)} = ${this.#idiom.new.value.replace('$', name)};`;
    this.#step.edits.push(insertAt(next.end, `${this.#draft.newLine}${indentAt(next, this.#draft)}${stored}`));
  }
}

function subjectIn(node: ts.Node, fits: (node: ts.Node) => boolean): ts.Node | undefined {
  if (fits(node)) return node;
  return ts.forEachChild(node, (child) => subjectIn(child, fits));
}

function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.length > 0 && leaves(statement.statements.at(-1)!);
  return ts.isReturnStatement(statement) || ts.isThrowStatement(statement) || ts.isBreakOrContinueStatement(statement);
}

function lastName(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text.replace(/^#/, '') : 'result';
}

/** White space in front of the line that a node starts. */
export function indentAt(node: ts.Node, draft: FileDraft): string {
  const { text } = draft.source;
  const line = text.lastIndexOf('\n', startOf(node) - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))![0];
}

/** A name that nothing in the function around has. */
export function freshName(wanted: string, at: ts.Node, draft: FileDraft): string {
  const around = ts.findAncestor(at, (node) => ts.isFunctionLike(node)) ?? containingClass(at) ?? draft.source;
  const taken = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node))
      taken.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(around);
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Moves the code around a call whose answer becomes a Result. Throws ByHand. */
export function moveResult(draft: FileDraft, site: CallSite, call: ts.Expression, step: Step): void {
  const idiom = draft.context.pair.map.idioms?.ts;
  if (idiom === undefined) throw new ByHand('the map does not say how a result is read');
  new ResultMover(draft, site, call, idiom, step).move();
}
