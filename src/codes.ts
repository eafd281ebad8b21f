// The codes of the API with names: `Attendance.noShow` instead of -1.
export * from '../generated/codes.ts';
