// Transactions and accounts.
import type { Call, Handlers } from '../call.ts';
import { page, shaped } from './lists.ts';
import { notFound } from './refused.ts';
import { type Change, dropTransaction, keepTransaction, type Salon, type Transaction } from './state.ts';
import { parseEnd, parseTime } from './time.ts';
import { accounts, transactionValues } from './views.ts';

/** What a write says. */
interface Body {
  expense_id?: number;
  amount?: number;
  account_id?: number;
  client_id?: number;
  master_id?: number;
  comment?: unknown;
  date?: string;
}

export function moneyHandlers(salon: Salon): Handlers {
  const { transactions } = salon;
  const values = (each: Transaction) => transactionValues(salon, each);
  const found = ({ path }: Call) => transactions.get(Number(path.transaction_id));
  const read = (body: unknown, before: Transaction): Transaction => {
    const { account_id, client_id, master_id, date, amount, expense_id, comment } = body as Body;
    return {
      ...before,
      ...{ accountId: account_id ?? before.accountId, clientId: client_id ?? before.clientId },
      ...{ staffId: master_id ?? before.staffId, amount: amount ?? before.amount },
      ...{ expense_id: expense_id ?? before.expense_id, comment: String(comment ?? before.comment) },
      at: parseTime(date) ?? before.at,
    };
  };

  return {
    'transactions.list': (call) => {
      const { account_id, client_id, master_id, start_date, end_date, document_id } = call.query;
      const is = (value: number, wanted: unknown) => wanted === undefined || value === wanted;
      const [from, to] = [parseTime(start_date) ?? -Infinity, parseEnd(end_date) ?? Infinity];
      const wanted = [...transactions.values()].filter(
        (each) =>
          is(each.accountId, account_id) &&
          is(each.clientId, client_id) &&
          is(each.staffId, master_id) &&
          is(each.id, document_id) &&
          each.at >= from &&
          each.at <= to,
      );
      return page(call, wanted, values);
    },
    'transactions.ofVisit': (call) => {
      const { record_id, visit_id } = call.query;
      const wanted = [...transactions.values()].filter(
        (each) => each.appointmentId === record_id || each.visitId === visit_id,
      );
      return page(call, wanted, values);
    },
    'transactions.get': (call) => {
      const one = found(call);
      return one ? { data: shaped(call)(values(one)) } : notFound;
    },
    'transactions.create': (call) => {
      const id = salon.nextId();
      const nobody = { clientId: 0, staffId: 0, appointmentId: 0, visitId: 0, accountId: 1 };
      const one = read(call.body, { id, amount: 0, at: salon.now(), ...nobody, comment: '' });
      keepTransaction(salon, one);
      tellTransaction(salon, one, 'create');
      return { data: shaped(call)(values(one)) };
    },
    'transactions.update': (call) => {
      const before = found(call);
      if (!before) return notFound;
      const one = read(call.body, before);
      keepTransaction(salon, one);
      tellTransaction(salon, one, 'update');
      return { data: shaped(call)(values(one)) };
    },
    'transactions.delete': (call) => {
      const one = found(call);
      if (!one) return notFound;
      dropTransaction(salon, one.id);
      tellTransaction(salon, one, 'delete');
      return { data: null };
    },
    'accounts.list': (call) => page(call, accounts, (each) => each),
  };
}

export function tellTransaction(salon: Salon, transaction: Transaction, status: Change['status']): void {
  const data = transactionValues(salon, transaction);
  salon.changed({ resource: 'finances_operation', resource_id: transaction.id, status, data });
}
