// Coded values by their names.
import { deepEqual, equal } from 'node:assert/strict';
import {
  Attendance,
  BookingErrorCode,
  ClientSearchAttendance,
  FastPayment,
  Gender,
  PeriodUnit,
  RecordType,
  TagEntity,
} from 'altegio-sdk/codes';
import { altegio, book, location_id, type Program } from './salon.js';

/** What a dashboard shows of an appointment. */
function label(attendance: Attendance): string {
  switch (attendance) {
    case Attendance.noShow:
      return 'missed';
    case Attendance.waiting:
      return 'expected';
    case Attendance.came:
      return 'served';
    case Attendance.confirmed:
      return 'confirmed';
  }
}

export const program: Program = {
  Attendance: async () => {
    deepEqual(([-1, 0, 1, 2] as const).map(label), ['missed', 'expected', 'served', 'confirmed']);
    const { id, visit_id } = await book();
    await altegio.v1.update_visit({
      path: { visit_id, record_id: id },
      body: { attendance: Attendance.came, comment: '', fast_payment: FastPayment.cash },
    });
    const { data } = await altegio.v1.get_appointment({ path: { location_id, record_id: id } });
    equal(data.attendance, Attendance.came);
  },
  ClientSearchAttendance: async () => {
    deepEqual([ClientSearchAttendance.noShow, ClientSearchAttendance.came], [1, 3]);
  },
  BookingErrorCode: async () => {
    deepEqual([BookingErrorCode.timeTaken, BookingErrorCode.nobodyFree], [433, 436]);
  },
  Gender: async () => {
    deepEqual([Gender.unknown, Gender.male, Gender.female], [0, 1, 2]);
  },
  RecordType: async () => {
    equal(typeof Object.values(RecordType)[0], 'number');
  },
  PeriodUnit: async () => {
    const units: PeriodUnit[] = Object.values(PeriodUnit);
    equal(units.includes(PeriodUnit.month), true);
  },
  TagEntity: async () => {
    equal(Object.values(TagEntity).includes(TagEntity.appointment), true);
  },
};
