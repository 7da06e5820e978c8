-- The schema of the front desk for MySQL 8 and MariaDB, made from db/models by `python -m db.schema`.
-- The front desk makes and upgrades its tables by itself; this page is for reading, and for those whose
-- accounts may not create tables: load it into an empty database.

-- Who did what, appended only. `mac` chains each row of a chain to the one before it.
CREATE TABLE audit (
  id BIGINT NOT NULL AUTO_INCREMENT,
  chain SMALLINT NOT NULL,
  sequence BIGINT NOT NULL,
  happened_at DATETIME(6) NOT NULL,
  actor VARCHAR(191) NOT NULL,
  action VARCHAR(32) NOT NULL,
  subject VARCHAR(191) NOT NULL,
  facts JSON NOT NULL,
  mac VARCHAR(64) NOT NULL,
  CONSTRAINT pk_audit PRIMARY KEY (id),
  CONSTRAINT uq_audit_chain_sequence UNIQUE (chain, sequence)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- The last row of each audit chain; whoever appends locks it, last of all locks.
CREATE TABLE audit_heads (
  chain SMALLINT NOT NULL,
  sequence BIGINT NOT NULL,
  mac VARCHAR(64) NOT NULL,
  CONSTRAINT pk_audit_heads PRIMARY KEY (chain)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- One conversation on one channel. `state` is the conversation room's own and opaque here. `version` grows with every
-- turn; `lease_*` names the process that runs a turn now.
CREATE TABLE conversations (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) NOT NULL,
  address VARCHAR(191) NOT NULL,
  version INTEGER NOT NULL,
  state LONGTEXT,
  owner VARCHAR(32) NOT NULL,
  lease_owner VARCHAR(32),
  lease_until DATETIME(6),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  phone VARCHAR(32),
  CONSTRAINT pk_conversations PRIMARY KEY (id),
  CONSTRAINT uq_conversations_channel_address UNIQUE (channel, address)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_conversations_phone_updated_at ON conversations (phone, updated_at);

-- What a channel reported of a message that is not on record yet: its report was quicker than our own note.
CREATE TABLE delivery_reports (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) NOT NULL,
  external_id VARCHAR(191) NOT NULL,
  delivery VARCHAR(32) NOT NULL,
  received_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_delivery_reports PRIMARY KEY (id),
  CONSTRAINT uq_delivery_reports_channel_external_id UNIQUE (channel, external_id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A way in which somebody reaches the desk: a WhatsApp number, a Telegram account, a phone, a browser.
CREATE TABLE handles (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) NOT NULL,
  address VARCHAR(191) NOT NULL,
  language VARCHAR(32),
  is_opted_out BOOL NOT NULL,
  created_at DATETIME(6) NOT NULL,
  last_used_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_handles PRIMARY KEY (id),
  CONSTRAINT uq_handles_channel_address UNIQUE (channel, address)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A day on which the hospital is closed.
CREATE TABLE holidays (
  date DATE NOT NULL,
  name VARCHAR(200),
  CONSTRAINT pk_holidays PRIMARY KEY (date)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- The one row of the hospital whose desk this is. `revision` grows with every change of its data.
CREATE TABLE hospital (
  id BIGINT NOT NULL AUTO_INCREMENT,
  cache_key VARCHAR(32) NOT NULL,
  revision INTEGER NOT NULL,
  name VARCHAR(200) NOT NULL,
  timezone VARCHAR(64) NOT NULL,
  currency VARCHAR(32) NOT NULL,
  languages JSON NOT NULL,
  phone VARCHAR(32),
  emergency_number VARCHAR(32) NOT NULL,
  crisis_number VARCHAR(32),
  handoff_phone VARCHAR(32),
  privacy_url TEXT,
  desk_hours JSON NOT NULL,
  booking JSON NOT NULL,
  reminders JSON NOT NULL,
  digest JSON NOT NULL,
  billing JSON NOT NULL,
  slack JSON NOT NULL,
  is_demo BOOL NOT NULL,
  practice_offset_s INTEGER,
  CONSTRAINT pk_hospital PRIMARY KEY (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A message received, kept for good: the same message again finds this row and its answer.
CREATE TABLE inbox (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) NOT NULL,
  external_id VARCHAR(191) NOT NULL,
  conversation_id BIGINT NOT NULL,
  payload LONGTEXT NOT NULL,
  status VARCHAR(32) NOT NULL,
  tries SMALLINT NOT NULL,
  answer LONGTEXT,
  received_at DATETIME(6) NOT NULL,
  try_at DATETIME(6),
  failure VARCHAR(32),
  CONSTRAINT pk_inbox PRIMARY KEY (id),
  CONSTRAINT uq_inbox_channel_external_id UNIQUE (channel, external_id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_inbox_conversation_id_status_id ON inbox (conversation_id, status, id);

CREATE INDEX ix_inbox_status_received_at ON inbox (status, received_at);

-- Something the desk may answer in the hospital's own words, by language.
CREATE TABLE information_topics (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  asks JSON NOT NULL,
  answer JSON NOT NULL,
  CONSTRAINT pk_information_topics PRIMARY KEY (id),
  CONSTRAINT uq_information_topics_code UNIQUE (code)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- An insurer whose members the hospital treats.
CREATE TABLE insurers (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  CONSTRAINT pk_insurers PRIMARY KEY (id),
  CONSTRAINT uq_insurers_code UNIQUE (code)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A site (FHIR Location).
CREATE TABLE locations (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  city VARCHAR(200),
  address VARCHAR(200),
  CONSTRAINT pk_locations PRIMARY KEY (id),
  CONSTRAINT uq_locations_code UNIQUE (code)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A message to somebody, written in the transaction that caused it.
CREATE TABLE outbox (
  id BIGINT NOT NULL AUTO_INCREMENT,
  dedupe_key VARCHAR(191) NOT NULL,
  conversation_id BIGINT NOT NULL,
  channel VARCHAR(32) NOT NULL,
  address VARCHAR(191) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  asks VARCHAR(32),
  payload LONGTEXT NOT NULL,
  status VARCHAR(32) NOT NULL,
  tries SMALLINT NOT NULL,
  lease_owner VARCHAR(32),
  lease_until DATETIME(6),
  due_at DATETIME(6) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  sent_at DATETIME(6),
  external_id VARCHAR(191),
  inbox_id BIGINT,
  is_open BOOL NOT NULL,
  answered_at DATETIME(6),
  use_until DATETIME(6),
  failure VARCHAR(32),
  failed_tries SMALLINT,
  delivery VARCHAR(32),
  patient_id BIGINT,
  instead_of BIGINT,
  told_at DATETIME(6),
  CONSTRAINT pk_outbox PRIMARY KEY (id),
  CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_outbox_channel_external_id ON outbox (channel, external_id);

CREATE INDEX ix_outbox_conversation_id_id ON outbox (conversation_id, id);

CREATE INDEX ix_outbox_conversation_id_is_open ON outbox (conversation_id, is_open);

CREATE INDEX ix_outbox_instead_of ON outbox (instead_of);

CREATE INDEX ix_outbox_status_due_at ON outbox (status, due_at);

-- A part of a message that a channel took before the last one, by what the channel calls it.
CREATE TABLE outbox_parts (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) NOT NULL,
  external_id VARCHAR(191) NOT NULL,
  outbox_id BIGINT NOT NULL,
  CONSTRAINT pk_outbox_parts PRIMARY KEY (id),
  CONSTRAINT uq_outbox_parts_channel_external_id UNIQUE (channel, external_id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_outbox_parts_outbox_id ON outbox_parts (outbox_id);

-- A person who is or may become a patient (FHIR Patient). Phone and mail are never unique: families share.
CREATE TABLE patients (
  id BIGINT NOT NULL AUTO_INCREMENT,
  number VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  name_folded VARCHAR(200) NOT NULL,
  date_of_birth DATE,
  phone VARCHAR(32),
  email VARCHAR(191),
  language VARCHAR(32),
  allergies JSON NOT NULL,
  insurance JSON NOT NULL,
  is_contact_verified BOOL NOT NULL,
  created_at DATETIME(6) NOT NULL,
  registration_key VARCHAR(64),
  CONSTRAINT pk_patients PRIMARY KEY (id),
  CONSTRAINT uq_patients_number UNIQUE (number)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_patients_name_folded_date_of_birth ON patients (name_folded, date_of_birth);

CREATE INDEX ix_patients_phone ON patients (phone);

CREATE UNIQUE INDEX ix_patients_registration_key ON patients (registration_key);

-- A product of the pharmacy or the stores.
CREATE TABLE products (
  id BIGINT NOT NULL AUTO_INCREMENT,
  sku VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  form VARCHAR(32),
  price NUMERIC(10, 2) NOT NULL,
  stock INTEGER NOT NULL,
  reorder_at INTEGER NOT NULL,
  is_prescription_only BOOL NOT NULL,
  is_controlled BOOL NOT NULL,
  batches JSON NOT NULL,
  CONSTRAINT pk_products PRIMARY KEY (id),
  CONSTRAINT uq_products_sku UNIQUE (sku)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- That somebody claimed to be a patient and could not prove it. Of whom, only a keyed digest tells.
CREATE TABLE refused_claims (
  id BIGINT NOT NULL AUTO_INCREMENT,
  digest VARCHAR(64) NOT NULL,
  refused_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_refused_claims PRIMARY KEY (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_refused_claims_digest_refused_at ON refused_claims (digest, refused_at);

CREATE INDEX ix_refused_claims_refused_at ON refused_claims (refused_at);

-- A channel, or one address on it, that is to be left alone. Short: what is over is taken away.
CREATE TABLE rests (
  channel VARCHAR(32) NOT NULL,
  address VARCHAR(191) NOT NULL,
  until DATETIME(6) NOT NULL,
  CONSTRAINT pk_rests PRIMARY KEY (channel, address)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- Something billed besides a doctor's fee; `details` has minutes, preparation, schedule where it is bookable.
CREATE TABLE services (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  price NUMERIC(10, 2) NOT NULL,
  details JSON NOT NULL,
  CONSTRAINT pk_services PRIMARY KEY (id),
  CONSTRAINT uq_services_code UNIQUE (code)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A five-minute cell of a doctor's time that a held or booked slot covers: the last word against overlap.
CREATE TABLE slot_guards (
  doctor_id BIGINT NOT NULL,
  cell INTEGER NOT NULL,
  slot_id BIGINT NOT NULL,
  CONSTRAINT pk_slot_guards PRIMARY KEY (doctor_id, cell)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_slot_guards_slot_id ON slot_guards (slot_id);

-- A time that came free and that nobody on the waiting list has been asked about yet.
CREATE TABLE slot_openings (
  slot_id BIGINT NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_slot_openings PRIMARY KEY (slot_id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A speciality with what people call it and its practitioners, by language.
CREATE TABLE specialities (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  practitioner VARCHAR(200),
  names JSON NOT NULL,
  practitioners JSON NOT NULL,
  complaints JSON NOT NULL,
  is_default BOOL NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT pk_specialities PRIMARY KEY (id),
  CONSTRAINT uq_specialities_code UNIQUE (code)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- Everyone who works here and is not a doctor. `role` is one of the roles of the access matrix.
CREATE TABLE staff (
  id BIGINT NOT NULL AUTO_INCREMENT,
  email VARCHAR(191) NOT NULL,
  name VARCHAR(200) NOT NULL,
  `role` VARCHAR(32) NOT NULL,
  slack_user_id VARCHAR(32),
  ward VARCHAR(64),
  qualifications JSON NOT NULL,
  shifts JSON NOT NULL,
  is_active BOOL NOT NULL,
  CONSTRAINT pk_staff PRIMARY KEY (id),
  CONSTRAINT uq_staff_email UNIQUE (email)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- An errand that was begun in one conversation and that another one of the same person goes on with.
CREATE TABLE taken_up (
  conversation_id BIGINT NOT NULL,
  errand INTEGER NOT NULL,
  by_conversation_id BIGINT NOT NULL,
  taken_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_taken_up PRIMARY KEY (conversation_id, errand)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- An account of a channel that knows no numbers, and the number that its owner has proven to be reached by. From then
-- on its messages come from that number's handle, as long as it is that patient's and the link is used.
CREATE TABLE accounts (
  id BIGINT NOT NULL AUTO_INCREMENT,
  channel VARCHAR(32) NOT NULL,
  account VARCHAR(191) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  patient_id BIGINT NOT NULL,
  linked_at DATETIME(6) NOT NULL,
  last_used_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_accounts PRIMARY KEY (id),
  CONSTRAINT uq_accounts_channel_account UNIQUE (channel, account),
  CONSTRAINT fk_accounts_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_accounts_patient_id ON accounts (patient_id);

-- What a person agreed to or refused: the wording shown, for what purpose, where and when. Rows are only added.
CREATE TABLE consents (
  id BIGINT NOT NULL AUTO_INCREMENT,
  patient_id BIGINT NOT NULL,
  purpose VARCHAR(32) NOT NULL,
  wording VARCHAR(500) NOT NULL,
  is_given BOOL NOT NULL,
  channel VARCHAR(32) NOT NULL,
  address VARCHAR(191),
  decided_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_consents PRIMARY KEY (id),
  CONSTRAINT fk_consents_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_consents_patient_id ON consents (patient_id);

-- A minor for whom a guardian may book; both are patients.
CREATE TABLE dependants (
  id BIGINT NOT NULL AUTO_INCREMENT,
  guardian_id BIGINT NOT NULL,
  patient_id BIGINT NOT NULL,
  relation VARCHAR(32) NOT NULL,
  is_vouched BOOL NOT NULL,
  CONSTRAINT pk_dependants PRIMARY KEY (id),
  CONSTRAINT uq_dependants_guardian_id_patient_id UNIQUE (guardian_id, patient_id),
  CONSTRAINT fk_dependants_guardian_id FOREIGN KEY(guardian_id) REFERENCES patients (id),
  CONSTRAINT fk_dependants_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_dependants_patient_id ON dependants (patient_id);

-- A doctor who can be booked (FHIR Practitioner).
CREATE TABLE doctors (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  speciality_id BIGINT NOT NULL,
  location_id BIGINT,
  languages JSON NOT NULL,
  gender VARCHAR(32),
  is_active BOOL NOT NULL,
  fee NUMERIC(10, 2),
  room VARCHAR(32),
  email VARCHAR(191),
  slack_user_id VARCHAR(32),
  CONSTRAINT pk_doctors PRIMARY KEY (id),
  CONSTRAINT uq_doctors_code UNIQUE (code),
  CONSTRAINT fk_doctors_speciality_id FOREIGN KEY(speciality_id) REFERENCES specialities (id),
  CONSTRAINT fk_doctors_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A file that somebody sent (FHIR DocumentReference); its bytes lie under `data_dir`, never interpreted.
CREATE TABLE documents (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  conversation_id BIGINT NOT NULL,
  patient_id BIGINT,
  kind VARCHAR(32) NOT NULL,
  content_type VARCHAR(32) NOT NULL,
  title VARCHAR(200),
  size BIGINT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  path VARCHAR(191) NOT NULL,
  received_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_documents PRIMARY KEY (id),
  CONSTRAINT uq_documents_reference UNIQUE (reference),
  CONSTRAINT fk_documents_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT uq_documents_path UNIQUE (path)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_documents_conversation_id ON documents (conversation_id);

CREATE INDEX ix_documents_patient_id ON documents (patient_id);

-- A handle linked to a person; both sides may have many. `proof` tells how the link was made.
CREATE TABLE handle_patients (
  id BIGINT NOT NULL AUTO_INCREMENT,
  handle_id BIGINT NOT NULL,
  patient_id BIGINT NOT NULL,
  relation VARCHAR(32) NOT NULL,
  proof VARCHAR(32) NOT NULL,
  linked_at DATETIME(6) NOT NULL,
  last_used_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_handle_patients PRIMARY KEY (id),
  CONSTRAINT uq_handle_patients_handle_id_patient_id UNIQUE (handle_id, patient_id),
  CONSTRAINT fk_handle_patients_handle_id FOREIGN KEY(handle_id) REFERENCES handles (id),
  CONSTRAINT fk_handle_patients_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_handle_patients_patient_id ON handle_patients (patient_id);

-- Somebody who may book or move for an adult, with that adult's recorded consent; sees no records.
CREATE TABLE helpers (
  id BIGINT NOT NULL AUTO_INCREMENT,
  patient_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  may JSON NOT NULL,
  expires_at DATETIME(6),
  CONSTRAINT pk_helpers PRIMARY KEY (id),
  CONSTRAINT uq_helpers_patient_id_phone UNIQUE (patient_id, phone),
  CONSTRAINT fk_helpers_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_helpers_phone ON helpers (phone);

-- A plan of an insurer (FHIR InsurancePlan); `details` has limits, copay, deductible, authorisations, sites.
CREATE TABLE insurance_plans (
  id BIGINT NOT NULL AUTO_INCREMENT,
  insurer_id BIGINT NOT NULL,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  covers_percent INTEGER NOT NULL,
  details JSON NOT NULL,
  CONSTRAINT pk_insurance_plans PRIMARY KEY (id),
  CONSTRAINT uq_insurance_plans_insurer_id_code UNIQUE (insurer_id, code),
  CONSTRAINT fk_insurance_plans_insurer_id FOREIGN KEY(insurer_id) REFERENCES insurers (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A code sent to the number on file, to be said back once. Only its keyed digest is kept.
CREATE TABLE one_time_codes (
  id BIGINT NOT NULL AUTO_INCREMENT,
  conversation_id BIGINT NOT NULL,
  patient_id BIGINT NOT NULL,
  digest VARCHAR(64) NOT NULL,
  tries SMALLINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  used_at DATETIME(6),
  CONSTRAINT pk_one_time_codes PRIMARY KEY (id),
  CONSTRAINT fk_one_time_codes_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_one_time_codes_conversation_id_created_at ON one_time_codes (conversation_id, created_at);

CREATE INDEX ix_one_time_codes_expires_at ON one_time_codes (expires_at);

CREATE INDEX ix_one_time_codes_patient_id_created_at ON one_time_codes (patient_id, created_at);

-- A ward with its beds, ratio and prices as the hospital file gives them.
CREATE TABLE wards (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  location_id BIGINT,
  details JSON NOT NULL,
  CONSTRAINT pk_wards PRIMARY KEY (id),
  CONSTRAINT uq_wards_code UNIQUE (code),
  CONSTRAINT fk_wards_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- A patient's policy (FHIR Coverage). `terms` holds only what differs from its plan.
CREATE TABLE coverages (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  plan_id BIGINT NOT NULL,
  member_number VARCHAR(64) NOT NULL,
  relationship VARCHAR(32) NOT NULL,
  subscriber_id BIGINT,
  subscriber VARCHAR(200),
  position SMALLINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  status_reason VARCHAR(200),
  starts_on DATE,
  ends_on DATE,
  terms JSON NOT NULL,
  origin VARCHAR(32) NOT NULL,
  version SMALLINT NOT NULL,
  recorded_at DATETIME(6) NOT NULL,
  recorded_by VARCHAR(191) NOT NULL,
  CONSTRAINT pk_coverages PRIMARY KEY (id),
  CONSTRAINT ck_coverages_status CHECK (status IN ('draft', 'active', 'cancelled', 'entered-in-error')),
  CONSTRAINT ck_coverages_relationship CHECK (relationship IN ('self', 'spouse', 'child', 'parent', 'other')),
  CONSTRAINT ck_coverages_position CHECK (position >= 1 AND position <= 9),
  CONSTRAINT ck_coverages_period CHECK (starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on),
  CONSTRAINT ck_coverages_origin CHECK (origin IN ('people', 'file')),
  CONSTRAINT uq_coverages_reference UNIQUE (reference),
  CONSTRAINT uq_coverages_request_key UNIQUE (request_key),
  CONSTRAINT fk_coverages_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_coverages_plan_id FOREIGN KEY(plan_id) REFERENCES insurance_plans (id),
  CONSTRAINT fk_coverages_subscriber_id FOREIGN KEY(subscriber_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_coverages_patient_id_status ON coverages (patient_id, status);

CREATE INDEX ix_coverages_plan_id_member_number ON coverages (plan_id, member_number);

CREATE INDEX ix_coverages_subscriber_id ON coverages (subscriber_id);

-- One day of one doctor: the row that whoever takes or makes slots of that day locks first. `revision` is the
-- hospital's revision at which the day's slots were made.
CREATE TABLE schedule_days (
  doctor_id BIGINT NOT NULL,
  date DATE NOT NULL,
  revision INTEGER NOT NULL,
  CONSTRAINT pk_schedule_days PRIMARY KEY (doctor_id, date),
  CONSTRAINT fk_schedule_days_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- Weekly working hours of a doctor on one weekday (Monday is 0), in the hospital's wall-clock time.
CREATE TABLE schedules (
  id BIGINT NOT NULL AUTO_INCREMENT,
  doctor_id BIGINT NOT NULL,
  weekday SMALLINT NOT NULL,
  from_time TIME NOT NULL,
  to_time TIME NOT NULL,
  slot_minutes SMALLINT NOT NULL,
  location_id BIGINT,
  valid_from DATE,
  valid_to DATE,
  CONSTRAINT pk_schedules PRIMARY KEY (id),
  CONSTRAINT fk_schedules_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id),
  CONSTRAINT fk_schedules_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_schedules_doctor_id ON schedules (doctor_id);

-- A bookable time of a doctor (FHIR Slot): `free`, `busy-tentative` (held), `busy` or `busy-unavailable`.
CREATE TABLE slots (
  id BIGINT NOT NULL AUTO_INCREMENT,
  doctor_id BIGINT NOT NULL,
  speciality_id BIGINT NOT NULL,
  location_id BIGINT,
  starts_at DATETIME(6) NOT NULL,
  minutes SMALLINT NOT NULL,
  date DATE NOT NULL,
  minute_of_day SMALLINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  hold_conversation_id BIGINT,
  hold_until DATETIME(6),
  freed_at DATETIME(6),
  CONSTRAINT pk_slots PRIMARY KEY (id),
  CONSTRAINT uq_slots_doctor_id_starts_at UNIQUE (doctor_id, starts_at),
  CONSTRAINT fk_slots_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_slots_doctor_id_status_starts_at ON slots (doctor_id, status, starts_at);

CREATE INDEX ix_slots_freed_at ON slots (freed_at);

CREATE INDEX ix_slots_hold_until ON slots (hold_until);

CREATE INDEX ix_slots_speciality_id_status_starts_at_doctor_id ON slots (speciality_id, status, starts_at, doctor_id);

-- Something a person must do: it always has a queue, somebody who answers for it, and a time by which it is due.
CREATE TABLE tasks (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  queue VARCHAR(32) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  status VARCHAR(32) NOT NULL,
  patient_id BIGINT,
  conversation_id BIGINT,
  owner_staff_id BIGINT,
  due_at DATETIME(6) NOT NULL,
  summary VARCHAR(500) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  closed_at DATETIME(6),
  lead_role VARCHAR(32) NOT NULL,
  accepted_at DATETIME(6),
  answered_at DATETIME(6),
  alerted_at DATETIME(6),
  ways_offered_at DATETIME(6),
  owner_doctor_id BIGINT,
  waiting_since DATETIME(6),
  handed_back_at DATETIME(6),
  phone VARCHAR(32),
  for_doctor_id BIGINT,
  CONSTRAINT pk_tasks PRIMARY KEY (id),
  CONSTRAINT ck_tasks_status CHECK (status IN ('requested', 'accepted', 'completed', 'cancelled')),
  CONSTRAINT ck_tasks_queue CHECK (queue IN ('desk', 'billing', 'pharmacy', 'ward', 'oncall', 'clinic')),
  CONSTRAINT ck_tasks_owner CHECK (status <> 'accepted' OR owner_staff_id IS NOT NULL OR owner_doctor_id IS NOT NULL),
  CONSTRAINT ck_tasks_closed CHECK ((status IN ('completed', 'cancelled')) = (closed_at IS NOT NULL)),
  CONSTRAINT uq_tasks_reference UNIQUE (reference),
  CONSTRAINT uq_tasks_request_key UNIQUE (request_key),
  CONSTRAINT fk_tasks_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_tasks_owner_staff_id FOREIGN KEY(owner_staff_id) REFERENCES staff (id),
  CONSTRAINT fk_tasks_owner_doctor_id FOREIGN KEY(owner_doctor_id) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_tasks_conversation_id ON tasks (conversation_id);

CREATE INDEX ix_tasks_handed_back_at ON tasks (handed_back_at);

CREATE INDEX ix_tasks_queue_status_due_at ON tasks (queue, status, due_at);

CREATE INDEX ix_tasks_status_due_at ON tasks (status, due_at);

-- A stretch in which a doctor does not work: `starts_at` up to, not including, `ends_at`.
CREATE TABLE time_off (
  id BIGINT NOT NULL AUTO_INCREMENT,
  doctor_id BIGINT NOT NULL,
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6) NOT NULL,
  reason VARCHAR(200),
  is_from_file BOOL NOT NULL,
  CONSTRAINT pk_time_off PRIMARY KEY (id),
  CONSTRAINT fk_time_off_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_time_off_doctor_id ON time_off (doctor_id);

-- A visit (FHIR Appointment). It keeps its identity when it moves; what happened to it is its history.
CREATE TABLE appointments (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(32) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  doctor_id BIGINT NOT NULL,
  slot_id BIGINT NOT NULL,
  location_id BIGINT,
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6) NOT NULL,
  status VARCHAR(32) NOT NULL,
  reason VARCHAR(500),
  fee NUMERIC(10, 2),
  channel VARCHAR(32) NOT NULL,
  conversation_id BIGINT,
  is_contact_verified BOOL NOT NULL,
  is_late_cancelled BOOL NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_appointments PRIMARY KEY (id),
  CONSTRAINT uq_appointments_reference UNIQUE (reference),
  CONSTRAINT uq_appointments_request_key UNIQUE (request_key),
  CONSTRAINT fk_appointments_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_appointments_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id),
  CONSTRAINT fk_appointments_slot_id FOREIGN KEY(slot_id) REFERENCES slots (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_appointments_conversation_id ON appointments (conversation_id);

CREATE INDEX ix_appointments_doctor_id_starts_at ON appointments (doctor_id, starts_at);

CREATE INDEX ix_appointments_patient_id_status_starts_at ON appointments (patient_id, status, starts_at);

CREATE INDEX ix_appointments_slot_id ON appointments (slot_id);

-- An insurer is asked beforehand whether it pays for something, and what it answered.
CREATE TABLE authorisations (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  coverage_id BIGINT NOT NULL,
  category VARCHAR(32) NOT NULL,
  code VARCHAR(64),
  description VARCHAR(200) NOT NULL,
  status VARCHAR(32) NOT NULL,
  asked_at DATETIME(6) NOT NULL,
  asked_by VARCHAR(191) NOT NULL,
  decided_at DATETIME(6),
  decided_by VARCHAR(191),
  number VARCHAR(64),
  valid_until DATE,
  amount NUMERIC(14, 3),
  used NUMERIC(14, 3) NOT NULL,
  uses SMALLINT NOT NULL,
  reason VARCHAR(200),
  task VARCHAR(64),
  CONSTRAINT pk_authorisations PRIMARY KEY (id),
  CONSTRAINT uq_authorisations_coverage_id_number UNIQUE (coverage_id, number),
  CONSTRAINT ck_authorisations_status CHECK (status IN ('requested', 'granted', 'refused', 'cancelled')),
  CONSTRAINT ck_authorisations_granted CHECK (status <> 'granted' OR (number IS NOT NULL AND valid_until IS NOT NULL)),
  CONSTRAINT ck_authorisations_sign CHECK (used >= 0 AND uses >= 0),
  CONSTRAINT ck_authorisations_amount CHECK (amount IS NULL OR used <= amount),
  CONSTRAINT ck_authorisations_once CHECK (amount IS NOT NULL OR uses <= 1),
  CONSTRAINT uq_authorisations_reference UNIQUE (reference),
  CONSTRAINT uq_authorisations_request_key UNIQUE (request_key),
  CONSTRAINT fk_authorisations_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_authorisations_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverages (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_authorisations_patient_id_status ON authorisations (patient_id, status);

-- What an insurer is asked to pay of an invoice (FHIR Claim), with its answer (ClaimResponse).
CREATE TABLE claims (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  coverage_id BIGINT NOT NULL,
  invoice VARCHAR(64) NOT NULL,
  replaces_id BIGINT,
  status VARCHAR(32) NOT NULL,
  claimed NUMERIC(14, 3) NOT NULL,
  made_at DATETIME(6) NOT NULL,
  sent_at DATETIME(6),
  answered_at DATETIME(6),
  answered_by VARCHAR(191),
  insurer_reference VARCHAR(64),
  reason VARCHAR(200),
  task VARCHAR(64),
  CONSTRAINT pk_claims PRIMARY KEY (id),
  CONSTRAINT ck_claims_status CHECK (status IN ('draft', 'active', 'partly-paid', 'paid', 'rejected', 'cancelled')),
  CONSTRAINT ck_claims_sign CHECK (claimed > 0),
  CONSTRAINT uq_claims_reference UNIQUE (reference),
  CONSTRAINT uq_claims_request_key UNIQUE (request_key),
  CONSTRAINT fk_claims_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_claims_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverages (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_claims_coverage_id ON claims (coverage_id);

CREATE INDEX ix_claims_invoice ON claims (invoice);

CREATE INDEX ix_claims_patient_id_status ON claims (patient_id, status);

CREATE INDEX ix_claims_replaces_id ON claims (replaces_id);

CREATE INDEX ix_claims_status_sent_at ON claims (status, sent_at);

-- What a policy was until it was changed.
CREATE TABLE coverage_history (
  id BIGINT NOT NULL AUTO_INCREMENT,
  coverage_id BIGINT NOT NULL,
  version SMALLINT NOT NULL,
  facts JSON NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  changed_by VARCHAR(191) NOT NULL,
  reason VARCHAR(200) NOT NULL,
  CONSTRAINT pk_coverage_history PRIMARY KEY (id),
  CONSTRAINT uq_coverage_history_coverage_id_version UNIQUE (coverage_id, version),
  CONSTRAINT fk_coverage_history_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverages (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- What of a policy's deductible and limit is used in a year: the sum of its uses, and the row that is locked.
CREATE TABLE coverage_years (
  id BIGINT NOT NULL AUTO_INCREMENT,
  coverage_id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  deductible_used NUMERIC(14, 3) NOT NULL,
  paid NUMERIC(14, 3) NOT NULL,
  CONSTRAINT pk_coverage_years PRIMARY KEY (id),
  CONSTRAINT uq_coverage_years_coverage_id_year UNIQUE (coverage_id, year),
  CONSTRAINT ck_coverage_years_sign CHECK (deductible_used >= 0 AND paid >= 0),
  CONSTRAINT fk_coverage_years_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverages (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- One step in an appointment's history: a change of status, of time, or both.
CREATE TABLE appointment_history (
  id BIGINT NOT NULL AUTO_INCREMENT,
  appointment_id BIGINT NOT NULL,
  happened_at DATETIME(6) NOT NULL,
  actor VARCHAR(191) NOT NULL,
  from_status VARCHAR(32),
  to_status VARCHAR(32) NOT NULL,
  doctor_id BIGINT NOT NULL,
  starts_at DATETIME(6) NOT NULL,
  note VARCHAR(200),
  CONSTRAINT pk_appointment_history PRIMARY KEY (id),
  CONSTRAINT fk_appointment_history_appointment_id FOREIGN KEY(appointment_id) REFERENCES appointments (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_appointment_history_appointment_id ON appointment_history (appointment_id);

-- A patient being seen (FHIR Encounter): a visit from the moment they are called in, or a stay. `encounter_class` is
-- HL7's ActCode: `AMB` for a visit, `IMP` for a stay, `EMER`, `VR` for video.
CREATE TABLE encounters (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  patient_id BIGINT NOT NULL,
  doctor_id BIGINT NOT NULL,
  appointment_id BIGINT,
  encounter_class VARCHAR(32) NOT NULL,
  status VARCHAR(32) NOT NULL,
  started_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6),
  CONSTRAINT pk_encounters PRIMARY KEY (id),
  CONSTRAINT ck_encounters_status CHECK (status IN ('planned', 'in-progress', 'on-hold', 'discharged', 'completed', 'cancelled', 'discontinued', 'entered-in-error')),
  CONSTRAINT uq_encounters_reference UNIQUE (reference),
  CONSTRAINT fk_encounters_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_encounters_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id),
  CONSTRAINT uq_encounters_appointment_id UNIQUE (appointment_id),
  CONSTRAINT fk_encounters_appointment_id FOREIGN KEY(appointment_id) REFERENCES appointments (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_encounters_doctor_id_status ON encounters (doctor_id, status);

CREATE INDEX ix_encounters_patient_id_started_at ON encounters (patient_id, started_at);

-- Somebody waiting for a time with a doctor or of a speciality, within bounds.
CREATE TABLE waitlist_entries (
  id BIGINT NOT NULL AUTO_INCREMENT,
  patient_id BIGINT NOT NULL,
  doctor_id BIGINT,
  speciality_id BIGINT,
  appointment_id BIGINT,
  earliest DATETIME(6) NOT NULL,
  latest DATETIME(6) NOT NULL,
  status VARCHAR(32) NOT NULL,
  conversation_id BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  from_minute SMALLINT,
  to_minute SMALLINT,
  not_weekdays JSON,
  location_id BIGINT,
  language VARCHAR(32),
  CONSTRAINT pk_waitlist_entries PRIMARY KEY (id),
  CONSTRAINT ck_waitlist_entries_status CHECK (status IN ('active', 'offered', 'fulfilled', 'cancelled', 'expired')),
  CONSTRAINT fk_waitlist_entries_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_waitlist_entries_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id),
  CONSTRAINT fk_waitlist_entries_speciality_id FOREIGN KEY(speciality_id) REFERENCES specialities (id),
  CONSTRAINT fk_waitlist_entries_appointment_id FOREIGN KEY(appointment_id) REFERENCES appointments (id),
  CONSTRAINT fk_waitlist_entries_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_waitlist_entries_appointment_id ON waitlist_entries (appointment_id);

CREATE INDEX ix_waitlist_entries_conversation_id ON waitlist_entries (conversation_id);

CREATE INDEX ix_waitlist_entries_doctor_id_status ON waitlist_entries (doctor_id, status);

CREATE INDEX ix_waitlist_entries_patient_id ON waitlist_entries (patient_id);

CREATE INDEX ix_waitlist_entries_speciality_id_status ON waitlist_entries (speciality_id, status);

CREATE INDEX ix_waitlist_entries_status_latest ON waitlist_entries (status, latest);

-- Something that was done or given and costs money (FHIR ChargeItem), before and after it is on an invoice.
CREATE TABLE charge_items (
  id BIGINT NOT NULL AUTO_INCREMENT,
  source VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  encounter_id BIGINT,
  kind VARCHAR(32) NOT NULL,
  category VARCHAR(32),
  code VARCHAR(64),
  description VARCHAR(200) NOT NULL,
  quantity NUMERIC(14, 3) NOT NULL,
  unit_price NUMERIC(14, 3) NOT NULL,
  amount NUMERIC(14, 3) NOT NULL,
  status VARCHAR(32) NOT NULL,
  occurred_at DATETIME(6) NOT NULL,
  location_id BIGINT,
  invoice_id BIGINT,
  CONSTRAINT pk_charge_items PRIMARY KEY (id),
  CONSTRAINT ck_charge_items_status CHECK (status IN ('planned', 'billable', 'not-billable', 'aborted', 'billed', 'entered-in-error')),
  CONSTRAINT ck_charge_items_kind CHECK (kind IN ('visit', 'service', 'product', 'bed_day', 'fee')),
  CONSTRAINT ck_charge_items_sign CHECK (quantity > 0 AND unit_price >= 0 AND amount >= 0),
  CONSTRAINT uq_charge_items_source UNIQUE (source),
  CONSTRAINT fk_charge_items_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_charge_items_encounter_id FOREIGN KEY(encounter_id) REFERENCES encounters (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_charge_items_encounter_id ON charge_items (encounter_id);

CREATE INDEX ix_charge_items_invoice_id ON charge_items (invoice_id);

CREATE INDEX ix_charge_items_patient_id_status_occurred_at ON charge_items (patient_id, status, occurred_at);

-- What a doctor found (FHIR Condition), as it stands now; how it came to that is its history.
CREATE TABLE diagnoses (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  encounter_id BIGINT NOT NULL,
  `condition` VARCHAR(200) NOT NULL,
  code VARCHAR(64),
  clinical_status VARCHAR(32) NOT NULL,
  verification_status VARCHAR(32) NOT NULL,
  severity VARCHAR(32),
  onset DATE,
  abatement DATE,
  note VARCHAR(2000),
  recorded_by BIGINT NOT NULL,
  recorded_at DATETIME(6) NOT NULL,
  released_at DATETIME(6),
  version SMALLINT NOT NULL,
  CONSTRAINT pk_diagnoses PRIMARY KEY (id),
  CONSTRAINT ck_diagnoses_clinical_status CHECK (clinical_status IN ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved')),
  CONSTRAINT ck_diagnoses_verification_status CHECK (verification_status IN ('unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted', 'entered-in-error')),
  CONSTRAINT uq_diagnoses_reference UNIQUE (reference),
  CONSTRAINT uq_diagnoses_request_key UNIQUE (request_key),
  CONSTRAINT fk_diagnoses_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_diagnoses_encounter_id FOREIGN KEY(encounter_id) REFERENCES encounters (id),
  CONSTRAINT fk_diagnoses_recorded_by FOREIGN KEY(recorded_by) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_diagnoses_encounter_id ON diagnoses (encounter_id);

CREATE INDEX ix_diagnoses_patient_id_clinical_status_recorded_at ON diagnoses (patient_id, clinical_status, recorded_at);

-- Medicines that a doctor prescribes together (FHIR MedicationRequests of one groupIdentifier). What stands in it is
-- frozen when it is signed: `content_hash` tells whether it still does, `seal` that we sealed it.
CREATE TABLE prescriptions (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  encounter_id BIGINT,
  prescriber_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  status_reason VARCHAR(200),
  note VARCHAR(1000),
  written_at DATETIME(6) NOT NULL,
  signed_at DATETIME(6),
  valid_until DATE,
  allergies JSON NOT NULL,
  content_hash VARCHAR(64),
  seal VARCHAR(64),
  CONSTRAINT pk_prescriptions PRIMARY KEY (id),
  CONSTRAINT ck_prescriptions_status CHECK (status IN ('draft', 'active', 'on-hold', 'stopped', 'completed', 'cancelled', 'entered-in-error')),
  CONSTRAINT ck_prescriptions_signed CHECK (status IN ('draft', 'cancelled', 'entered-in-error') OR (signed_at IS NOT NULL AND seal IS NOT NULL)),
  CONSTRAINT uq_prescriptions_reference UNIQUE (reference),
  CONSTRAINT uq_prescriptions_request_key UNIQUE (request_key),
  CONSTRAINT fk_prescriptions_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_prescriptions_encounter_id FOREIGN KEY(encounter_id) REFERENCES encounters (id),
  CONSTRAINT fk_prescriptions_prescriber_id FOREIGN KEY(prescriber_id) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_prescriptions_encounter_id ON prescriptions (encounter_id);

CREATE INDEX ix_prescriptions_patient_id_status_written_at ON prescriptions (patient_id, status, written_at);

CREATE INDEX ix_prescriptions_prescriber_id_status ON prescriptions (prescriber_id, status);

-- A time offered to somebody who waits. One row an offer, whatever becomes of it.
CREATE TABLE waitlist_offers (
  id BIGINT NOT NULL AUTO_INCREMENT,
  entry_id BIGINT NOT NULL,
  slot_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  offered_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  answered_at DATETIME(6),
  CONSTRAINT pk_waitlist_offers PRIMARY KEY (id),
  CONSTRAINT ck_waitlist_offers_status CHECK (status IN ('open', 'accepted', 'declined', 'expired')),
  CONSTRAINT fk_waitlist_offers_entry_id FOREIGN KEY(entry_id) REFERENCES waitlist_entries (id),
  CONSTRAINT fk_waitlist_offers_slot_id FOREIGN KEY(slot_id) REFERENCES slots (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_waitlist_offers_entry_id ON waitlist_offers (entry_id);

CREATE INDEX ix_waitlist_offers_slot_id ON waitlist_offers (slot_id);

CREATE INDEX ix_waitlist_offers_status_expires_at ON waitlist_offers (status, expires_at);

-- How something is to be treated (FHIR CarePlan): goals, and the steps towards them.
CREATE TABLE care_plans (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  diagnosis_id BIGINT,
  title VARCHAR(200) NOT NULL,
  status VARCHAR(32) NOT NULL,
  written_by BIGINT NOT NULL,
  written_at DATETIME(6) NOT NULL,
  released_at DATETIME(6),
  CONSTRAINT pk_care_plans PRIMARY KEY (id),
  CONSTRAINT ck_care_plans_status CHECK (status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error')),
  CONSTRAINT uq_care_plans_reference UNIQUE (reference),
  CONSTRAINT uq_care_plans_request_key UNIQUE (request_key),
  CONSTRAINT fk_care_plans_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_care_plans_diagnosis_id FOREIGN KEY(diagnosis_id) REFERENCES diagnoses (id),
  CONSTRAINT fk_care_plans_written_by FOREIGN KEY(written_by) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_care_plans_diagnosis_id ON care_plans (diagnosis_id);

CREATE INDEX ix_care_plans_patient_id_status ON care_plans (patient_id, status);

-- One charge of a claim: what is asked for, and what became of it.
CREATE TABLE claim_lines (
  id BIGINT NOT NULL AUTO_INCREMENT,
  claim_id BIGINT NOT NULL,
  charge_id BIGINT NOT NULL,
  description VARCHAR(200) NOT NULL,
  category VARCHAR(32) NOT NULL,
  claimed NUMERIC(14, 3) NOT NULL,
  approved NUMERIC(14, 3),
  reason VARCHAR(200),
  to_patient NUMERIC(14, 3) NOT NULL,
  written_off NUMERIC(14, 3) NOT NULL,
  resubmitted NUMERIC(14, 3) NOT NULL,
  CONSTRAINT pk_claim_lines PRIMARY KEY (id),
  CONSTRAINT uq_claim_lines_claim_id_charge_id UNIQUE (claim_id, charge_id),
  CONSTRAINT ck_claim_lines_claimed CHECK (claimed > 0),
  CONSTRAINT ck_claim_lines_approved CHECK (approved IS NULL OR (approved >= 0 AND approved <= claimed)),
  CONSTRAINT ck_claim_lines_sign CHECK (to_patient >= 0 AND written_off >= 0 AND resubmitted >= 0),
  CONSTRAINT ck_claim_lines_rejected CHECK (to_patient + written_off + resubmitted <= CASE WHEN approved IS NULL THEN 0 ELSE claimed - approved END),
  CONSTRAINT fk_claim_lines_claim_id FOREIGN KEY(claim_id) REFERENCES claims (id),
  CONSTRAINT fk_claim_lines_charge_id FOREIGN KEY(charge_id) REFERENCES charge_items (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_claim_lines_charge_id ON claim_lines (charge_id);

-- One line of that ledger: a charge of an invoice used something, or gave it back (negative).
CREATE TABLE coverage_uses (
  id BIGINT NOT NULL AUTO_INCREMENT,
  coverage_id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  charge_id BIGINT NOT NULL,
  source VARCHAR(191) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  deductible NUMERIC(14, 3) NOT NULL,
  paid NUMERIC(14, 3) NOT NULL,
  authorisation_id BIGINT,
  open_key VARCHAR(191),
  noted_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_coverage_uses PRIMARY KEY (id),
  CONSTRAINT ck_coverage_uses_sign CHECK ((kind = 'use' AND deductible >= 0 AND paid >= 0) OR (kind = 'return' AND deductible <= 0 AND paid <= 0)),
  CONSTRAINT fk_coverage_uses_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverages (id),
  CONSTRAINT fk_coverage_uses_charge_id FOREIGN KEY(charge_id) REFERENCES charge_items (id),
  CONSTRAINT fk_coverage_uses_authorisation_id FOREIGN KEY(authorisation_id) REFERENCES authorisations (id),
  CONSTRAINT uq_coverage_uses_open_key UNIQUE (open_key)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_coverage_uses_authorisation_id ON coverage_uses (authorisation_id);

CREATE INDEX ix_coverage_uses_charge_id ON coverage_uses (charge_id);

CREATE INDEX ix_coverage_uses_coverage_id_year ON coverage_uses (coverage_id, year);

CREATE INDEX ix_coverage_uses_source ON coverage_uses (source);

-- A diagnosis as it stood after one change. Rows are only added.
CREATE TABLE diagnosis_history (
  diagnosis_id BIGINT NOT NULL,
  version SMALLINT NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  changed_by VARCHAR(191) NOT NULL,
  `condition` VARCHAR(200) NOT NULL,
  code VARCHAR(64),
  clinical_status VARCHAR(32) NOT NULL,
  verification_status VARCHAR(32) NOT NULL,
  severity VARCHAR(32),
  onset DATE,
  abatement DATE,
  reason VARCHAR(200),
  CONSTRAINT pk_diagnosis_history PRIMARY KEY (diagnosis_id, version),
  CONSTRAINT fk_diagnosis_history_diagnosis_id FOREIGN KEY(diagnosis_id) REFERENCES diagnoses (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- One medicine of a prescription, with how it is to be taken (FHIR Dosage) and how much is to be given.
CREATE TABLE prescription_items (
  id BIGINT NOT NULL AUTO_INCREMENT,
  prescription_id BIGINT NOT NULL,
  product_id BIGINT,
  medication VARCHAR(200) NOT NULL,
  form VARCHAR(32) NOT NULL,
  is_controlled BOOL NOT NULL,
  dose NUMERIC(14, 3) NOT NULL,
  dose_unit VARCHAR(32) NOT NULL,
  route VARCHAR(32) NOT NULL,
  times_a_day NUMERIC(14, 3) NOT NULL,
  as_needed BOOL NOT NULL,
  days SMALLINT NOT NULL,
  pack NUMERIC(14, 3),
  instructions VARCHAR(500),
  quantity NUMERIC(14, 3) NOT NULL,
  quantity_unit VARCHAR(32) NOT NULL,
  repeats SMALLINT NOT NULL,
  may_substitute BOOL NOT NULL,
  fills SMALLINT NOT NULL,
  dispensed NUMERIC(14, 3) NOT NULL,
  CONSTRAINT pk_prescription_items PRIMARY KEY (id),
  CONSTRAINT ck_prescription_items_sign CHECK (quantity > 0 AND dispensed >= 0 AND repeats >= 0),
  CONSTRAINT ck_prescription_items_fills CHECK (fills >= 1 AND fills <= repeats + 1),
  CONSTRAINT ck_prescription_items_dispensed CHECK (dispensed <= quantity * fills),
  CONSTRAINT fk_prescription_items_prescription_id FOREIGN KEY(prescription_id) REFERENCES prescriptions (id),
  CONSTRAINT fk_prescription_items_product_id FOREIGN KEY(product_id) REFERENCES products (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_prescription_items_prescription_id ON prescription_items (prescription_id);

CREATE INDEX ix_prescription_items_product_id ON prescription_items (product_id);

-- Something that a plan is to reach (FHIR Goal).
CREATE TABLE care_plan_goals (
  id BIGINT NOT NULL AUTO_INCREMENT,
  plan_id BIGINT NOT NULL,
  description VARCHAR(200) NOT NULL,
  target VARCHAR(200),
  due DATE,
  status VARCHAR(32) NOT NULL,
  CONSTRAINT pk_care_plan_goals PRIMARY KEY (id),
  CONSTRAINT ck_care_plan_goals_status CHECK (status IN ('active', 'on-hold', 'completed', 'cancelled')),
  CONSTRAINT fk_care_plan_goals_plan_id FOREIGN KEY(plan_id) REFERENCES care_plans (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_care_plan_goals_plan_id ON care_plan_goals (plan_id);

-- A patient asks to have a medicine again: at once where a repeat is left, else the doctor decides.
CREATE TABLE refill_requests (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  prescriber_id BIGINT NOT NULL,
  conversation_id BIGINT,
  status VARCHAR(32) NOT NULL,
  asked_at DATETIME(6) NOT NULL,
  decided_at DATETIME(6),
  decided_by VARCHAR(191),
  reason VARCHAR(200),
  prescription_id BIGINT,
  task VARCHAR(64),
  CONSTRAINT pk_refill_requests PRIMARY KEY (id),
  CONSTRAINT ck_refill_requests_status CHECK (status IN ('requested', 'approved', 'refused', 'cancelled')),
  CONSTRAINT uq_refill_requests_reference UNIQUE (reference),
  CONSTRAINT uq_refill_requests_request_key UNIQUE (request_key),
  CONSTRAINT fk_refill_requests_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_refill_requests_item_id FOREIGN KEY(item_id) REFERENCES prescription_items (id),
  CONSTRAINT fk_refill_requests_prescriber_id FOREIGN KEY(prescriber_id) REFERENCES doctors (id),
  CONSTRAINT fk_refill_requests_prescription_id FOREIGN KEY(prescription_id) REFERENCES prescriptions (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_refill_requests_item_id ON refill_requests (item_id);

CREATE INDEX ix_refill_requests_patient_id_status ON refill_requests (patient_id, status);

CREATE INDEX ix_refill_requests_prescriber_id_status ON refill_requests (prescriber_id, status);

-- Something to do for a plan (FHIR CarePlan.activity).
CREATE TABLE care_plan_steps (
  id BIGINT NOT NULL AUTO_INCREMENT,
  plan_id BIGINT NOT NULL,
  goal_id BIGINT,
  description VARCHAR(200) NOT NULL,
  due DATE,
  status VARCHAR(32) NOT NULL,
  done_at DATETIME(6),
  done_by VARCHAR(191),
  CONSTRAINT pk_care_plan_steps PRIMARY KEY (id),
  CONSTRAINT ck_care_plan_steps_status CHECK (status IN ('not-started', 'scheduled', 'in-progress', 'on-hold', 'completed', 'cancelled', 'stopped')),
  CONSTRAINT fk_care_plan_steps_plan_id FOREIGN KEY(plan_id) REFERENCES care_plans (id),
  CONSTRAINT fk_care_plan_steps_goal_id FOREIGN KEY(goal_id) REFERENCES care_plan_goals (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_care_plan_steps_plan_id ON care_plan_steps (plan_id);

CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  PRIMARY KEY (version_num)
);

INSERT INTO alembic_version (version_num) VALUES ('0015');
