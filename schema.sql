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

CREATE INDEX ix_audit_actor_happened_at ON audit (actor, happened_at);

CREATE INDEX ix_audit_happened_at ON audit (happened_at);

CREATE INDEX ix_audit_subject ON audit (subject);

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

-- Where a series of numbers stands. Whoever takes the next holds the row until the commit: no number is lost.
CREATE TABLE invoice_series (
  code VARCHAR(64) NOT NULL,
  last_number BIGINT NOT NULL,
  CONSTRAINT pk_invoice_series PRIMARY KEY (code)
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

CREATE INDEX ix_outbox_kind_status_created_at ON outbox (kind, status, created_at);

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

CREATE INDEX ix_patients_email ON patients (email);

CREATE INDEX ix_patients_name_folded_date_of_birth ON patients (name_folded, date_of_birth);

CREATE INDEX ix_patients_phone ON patients (phone);

CREATE UNIQUE INDEX ix_patients_registration_key ON patients (registration_key);

-- A product of the pharmacy or the stores (FHIR Medication). How many there are says the ledger alone.
CREATE TABLE products (
  id BIGINT NOT NULL AUTO_INCREMENT,
  sku VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  form VARCHAR(32),
  price NUMERIC(10, 2) NOT NULL,
  reorder_at INTEGER NOT NULL,
  is_prescription_only BOOL NOT NULL,
  is_controlled BOOL NOT NULL,
  names JSON,
  ingredient VARCHAR(200),
  strength VARCHAR(32),
  unit VARCHAR(32),
  retired_at DATETIME(6),
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

-- What a request with a key asked for: the same key asks for the same thing or is refused.
CREATE TABLE requests (
  act VARCHAR(32) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  content_hash VARCHAR(64) NOT NULL,
  made_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_requests PRIMARY KEY (act, request_key)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

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

-- Where stock is kept (FHIR Location): the pharmacy, a ward, a store.
CREATE TABLE stock_places (
  id BIGINT NOT NULL AUTO_INCREMENT,
  code VARCHAR(64) NOT NULL,
  name VARCHAR(200) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  location_id BIGINT,
  CONSTRAINT pk_stock_places PRIMARY KEY (id),
  CONSTRAINT ck_stock_places_kind CHECK (kind IN ('pharmacy', 'ward', 'store')),
  CONSTRAINT uq_stock_places_code UNIQUE (code)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- An errand that was begun in one conversation and that another one of the same person goes on with.
CREATE TABLE taken_up (
  conversation_id BIGINT NOT NULL,
  errand INTEGER NOT NULL,
  by_conversation_id BIGINT NOT NULL,
  taken_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_taken_up PRIMARY KEY (conversation_id, errand)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- The money of a desk, from when it is opened with a float until it is counted.
CREATE TABLE tills (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  desk VARCHAR(64) NOT NULL,
  open_desk VARCHAR(64),
  status VARCHAR(32) NOT NULL,
  currency VARCHAR(32) NOT NULL,
  float_amount NUMERIC(14, 3) NOT NULL,
  cash_in NUMERIC(14, 3) NOT NULL,
  cash_out NUMERIC(14, 3) NOT NULL,
  card_in NUMERIC(14, 3) NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  opened_by VARCHAR(191) NOT NULL,
  counted NUMERIC(14, 3),
  difference NUMERIC(14, 3),
  closed_at DATETIME(6),
  closed_by VARCHAR(191),
  note VARCHAR(200),
  CONSTRAINT pk_tills PRIMARY KEY (id),
  CONSTRAINT ck_tills_status CHECK (status IN ('open', 'closed')),
  CONSTRAINT ck_tills_open CHECK ((status = 'open') = (open_desk IS NOT NULL)),
  CONSTRAINT ck_tills_closed CHECK (status = 'open' OR (counted IS NOT NULL AND closed_at IS NOT NULL)),
  CONSTRAINT ck_tills_sign CHECK (float_amount >= 0 AND cash_in >= 0 AND cash_out >= 0),
  CONSTRAINT ck_tills_cash CHECK (cash_out <= float_amount + cash_in),
  CONSTRAINT ck_tills_counted CHECK (counted IS NULL OR difference = counted - (float_amount + cash_in - cash_out)),
  CONSTRAINT uq_tills_reference UNIQUE (reference),
  CONSTRAINT uq_tills_request_key UNIQUE (request_key),
  CONSTRAINT uq_tills_open_desk UNIQUE (open_desk)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_tills_opened_at ON tills (opened_at);

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

-- What somebody must not be given (FHIR AllergyIntolerance), as it stands now. Rows are never deleted. One without a
-- substance is FHIR's "no known allergies": it was asked, and none is known. Whoever has no valid row was not asked
-- yet.
CREATE TABLE allergies (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  substance VARCHAR(200),
  clinical_status VARCHAR(32) NOT NULL,
  verification_status VARCHAR(32) NOT NULL,
  criticality VARCHAR(32),
  reaction VARCHAR(1000),
  origin VARCHAR(32) NOT NULL,
  recorded_at DATETIME(6) NOT NULL,
  recorded_by VARCHAR(191) NOT NULL,
  version SMALLINT NOT NULL,
  CONSTRAINT pk_allergies PRIMARY KEY (id),
  CONSTRAINT ck_allergies_clinical_status CHECK (clinical_status IN ('active', 'inactive', 'resolved')),
  CONSTRAINT ck_allergies_verification_status CHECK (verification_status IN ('unconfirmed', 'presumed', 'confirmed', 'refuted', 'entered-in-error')),
  CONSTRAINT ck_allergies_criticality CHECK (criticality IN ('low', 'high', 'unable-to-assess')),
  CONSTRAINT ck_allergies_origin CHECK (origin IN ('people', 'file')),
  CONSTRAINT uq_allergies_reference UNIQUE (reference),
  CONSTRAINT uq_allergies_request_key UNIQUE (request_key),
  CONSTRAINT fk_allergies_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_allergies_patient_id_clinical_status ON allergies (patient_id, clinical_status);

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

CREATE INDEX ix_consents_address ON consents (address);

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

-- A doctor who can be booked (FHIR Practitioner); with `service_id` the timetable of a service, which is nobody.
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
  service_id BIGINT,
  CONSTRAINT pk_doctors PRIMARY KEY (id),
  CONSTRAINT uq_doctors_code UNIQUE (code),
  CONSTRAINT fk_doctors_speciality_id FOREIGN KEY(speciality_id) REFERENCES specialities (id),
  CONSTRAINT fk_doctors_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE UNIQUE INDEX ix_doctors_service_id ON doctors (service_id);

-- A file that somebody sent (FHIR DocumentReference); its bytes lie under `data_dir`. What stands in it is never an
-- order to us.
CREATE TABLE documents (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  conversation_id BIGINT,
  patient_id BIGINT,
  kind VARCHAR(32) NOT NULL,
  content_type VARCHAR(32) NOT NULL,
  title VARCHAR(200),
  size BIGINT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  path VARCHAR(191) NOT NULL,
  received_at DATETIME(6) NOT NULL,
  kept_by VARCHAR(191),
  content VARCHAR(32),
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

-- What a patient and their insurer owe for some charges (FHIR Invoice). From its issue on only `status` moves, what
-- was paid on it, and, by `InvoiceShiftRow`, who bears what the insurer turned down; `content_hash` tells whether the
-- rest is as it was issued, `seal` that we issued it.
CREATE TABLE invoices (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  currency VARCHAR(32) NOT NULL,
  total NUMERIC(14, 3) NOT NULL,
  insurer_due NUMERIC(14, 3) NOT NULL,
  patient_due NUMERIC(14, 3) NOT NULL,
  patient_paid NUMERIC(14, 3) NOT NULL,
  insurer_paid NUMERIC(14, 3) NOT NULL,
  parties JSON NOT NULL,
  drafted_at DATETIME(6) NOT NULL,
  drafted_by VARCHAR(191) NOT NULL,
  number VARCHAR(64),
  issued_at DATETIME(6),
  issued_by VARCHAR(191),
  balanced_at DATETIME(6),
  status_reason VARCHAR(200),
  content_hash VARCHAR(64),
  seal VARCHAR(64),
  CONSTRAINT pk_invoices PRIMARY KEY (id),
  CONSTRAINT ck_invoices_status CHECK (status IN ('draft', 'issued', 'balanced', 'cancelled', 'entered-in-error')),
  CONSTRAINT ck_invoices_issued CHECK (status IN ('draft', 'entered-in-error') OR (number IS NOT NULL AND issued_at IS NOT NULL AND content_hash IS NOT NULL AND seal IS NOT NULL)),
  CONSTRAINT ck_invoices_unnumbered CHECK (status NOT IN ('draft', 'entered-in-error') OR number IS NULL),
  CONSTRAINT ck_invoices_due CHECK (total >= 0 AND insurer_due >= 0 AND patient_due >= 0 AND total = insurer_due + patient_due),
  CONSTRAINT ck_invoices_paid CHECK (patient_paid >= 0 AND patient_paid <= patient_due AND insurer_paid >= 0 AND insurer_paid <= insurer_due),
  CONSTRAINT ck_invoices_balanced CHECK (status <> 'balanced' OR (patient_paid = patient_due AND insurer_paid = insurer_due)),
  CONSTRAINT ck_invoices_owed CHECK (status <> 'issued' OR patient_paid + insurer_paid < total),
  CONSTRAINT ck_invoices_free CHECK (status NOT IN ('draft', 'cancelled', 'entered-in-error') OR (patient_paid = 0 AND insurer_paid = 0)),
  CONSTRAINT uq_invoices_reference UNIQUE (reference),
  CONSTRAINT uq_invoices_request_key UNIQUE (request_key),
  CONSTRAINT fk_invoices_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT uq_invoices_number UNIQUE (number)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_invoices_patient_id_status_issued_at ON invoices (patient_id, status, issued_at);

CREATE INDEX ix_invoices_status_issued_at ON invoices (status, issued_at);

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

-- A batch of a product, by the maker's lot number (FHIR Medication.batch). What it says never changes.
CREATE TABLE product_batches (
  id BIGINT NOT NULL AUTO_INCREMENT,
  product_id BIGINT NOT NULL,
  lot VARCHAR(64) NOT NULL,
  expires_on DATE,
  created_at DATETIME(6) NOT NULL,
  CONSTRAINT pk_product_batches PRIMARY KEY (id),
  CONSTRAINT uq_product_batches_product_id_lot UNIQUE (product_id, lot),
  CONSTRAINT fk_product_batches_product_id FOREIGN KEY(product_id) REFERENCES products (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_product_batches_expires_on ON product_batches (expires_on);

-- Products ordered from a supplier for a place (FHIR SupplyRequest).
CREATE TABLE purchase_orders (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  supplier VARCHAR(200) NOT NULL,
  place_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  status_reason VARCHAR(200),
  drafted_at DATETIME(6) NOT NULL,
  drafted_by VARCHAR(191) NOT NULL,
  ordered_at DATETIME(6),
  expected_on DATE,
  CONSTRAINT pk_purchase_orders PRIMARY KEY (id),
  CONSTRAINT ck_purchase_orders_status CHECK (status IN ('draft', 'ordered', 'partly-received', 'received', 'cancelled')),
  CONSTRAINT ck_purchase_orders_ordered CHECK (status IN ('draft', 'cancelled') OR ordered_at IS NOT NULL),
  CONSTRAINT uq_purchase_orders_reference UNIQUE (reference),
  CONSTRAINT uq_purchase_orders_request_key UNIQUE (request_key),
  CONSTRAINT fk_purchase_orders_place_id FOREIGN KEY(place_id) REFERENCES stock_places (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_purchase_orders_place_id ON purchase_orders (place_id);

CREATE INDEX ix_purchase_orders_status_drafted_at ON purchase_orders (status, drafted_at);

-- A place is counted: opened, entered by whoever counts, approved by somebody else (FHIR InventoryReport).
CREATE TABLE stock_counts (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  place_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  reason VARCHAR(200),
  opened_at DATETIME(6) NOT NULL,
  opened_by VARCHAR(191) NOT NULL,
  entered_at DATETIME(6),
  entered_by VARCHAR(191),
  approved_at DATETIME(6),
  approved_by VARCHAR(191),
  CONSTRAINT pk_stock_counts PRIMARY KEY (id),
  CONSTRAINT ck_stock_counts_status CHECK (status IN ('open', 'entered', 'approved', 'cancelled')),
  CONSTRAINT ck_stock_counts_entered CHECK (status NOT IN ('entered', 'approved') OR entered_by IS NOT NULL),
  CONSTRAINT ck_stock_counts_approved CHECK (status <> 'approved' OR (approved_by IS NOT NULL AND approved_by <> entered_by)),
  CONSTRAINT uq_stock_counts_reference UNIQUE (reference),
  CONSTRAINT uq_stock_counts_request_key UNIQUE (request_key),
  CONSTRAINT fk_stock_counts_place_id FOREIGN KEY(place_id) REFERENCES stock_places (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_stock_counts_place_id_status ON stock_counts (place_id, status);

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

-- An allergy as it stood after one change. Rows are only added.
CREATE TABLE allergy_history (
  allergy_id BIGINT NOT NULL,
  version SMALLINT NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  changed_by VARCHAR(191) NOT NULL,
  substance VARCHAR(200),
  clinical_status VARCHAR(32) NOT NULL,
  verification_status VARCHAR(32) NOT NULL,
  criticality VARCHAR(32),
  reaction VARCHAR(1000),
  reason VARCHAR(200),
  CONSTRAINT pk_allergy_history PRIMARY KEY (allergy_id, version),
  CONSTRAINT fk_allergy_history_allergy_id FOREIGN KEY(allergy_id) REFERENCES allergies (id)
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

-- What cancels an invoice, whole: the same amounts the other way. An invoice has one at most.
CREATE TABLE credit_notes (
  id BIGINT NOT NULL AUTO_INCREMENT,
  number VARCHAR(64) NOT NULL,
  invoice_id BIGINT NOT NULL,
  patient_id BIGINT NOT NULL,
  currency VARCHAR(32) NOT NULL,
  total NUMERIC(14, 3) NOT NULL,
  insurer_due NUMERIC(14, 3) NOT NULL,
  patient_due NUMERIC(14, 3) NOT NULL,
  reason VARCHAR(200) NOT NULL,
  issued_at DATETIME(6) NOT NULL,
  issued_by VARCHAR(191) NOT NULL,
  content_hash VARCHAR(64) NOT NULL,
  seal VARCHAR(64) NOT NULL,
  CONSTRAINT pk_credit_notes PRIMARY KEY (id),
  CONSTRAINT ck_credit_notes_due CHECK (total >= 0 AND total = insurer_due + patient_due),
  CONSTRAINT uq_credit_notes_number UNIQUE (number),
  CONSTRAINT uq_credit_notes_invoice_id UNIQUE (invoice_id),
  CONSTRAINT fk_credit_notes_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id),
  CONSTRAINT fk_credit_notes_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_credit_notes_patient_id_issued_at ON credit_notes (patient_id, issued_at);

-- So much of an insurer's part of an invoice became the patient's or the hospital's, or was the insurer's again
-- (negative). Rows are added, never changed.
CREATE TABLE invoice_shifts (
  id BIGINT NOT NULL AUTO_INCREMENT,
  invoice_id BIGINT NOT NULL,
  patient_id BIGINT NOT NULL,
  source VARCHAR(64) NOT NULL,
  to_patient NUMERIC(14, 3) NOT NULL,
  written_off NUMERIC(14, 3) NOT NULL,
  made_at DATETIME(6) NOT NULL,
  made_by VARCHAR(191) NOT NULL,
  CONSTRAINT pk_invoice_shifts PRIMARY KEY (id),
  CONSTRAINT ck_invoice_shifts_sign CHECK (to_patient <> 0 OR written_off <> 0),
  CONSTRAINT fk_invoice_shifts_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id),
  CONSTRAINT fk_invoice_shifts_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_invoice_shifts_invoice_id ON invoice_shifts (invoice_id);

CREATE INDEX ix_invoice_shifts_patient_id_made_at ON invoice_shifts (patient_id, made_at);

-- A page of a payment provider where a patient pays what is owed on one invoice, once, until it expires.
CREATE TABLE payment_links (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  invoice_id BIGINT NOT NULL,
  open_invoice_id BIGINT,
  patient_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  provider VARCHAR(64) NOT NULL,
  external_id VARCHAR(191),
  url VARCHAR(1000),
  amount NUMERIC(14, 3) NOT NULL,
  currency VARCHAR(32) NOT NULL,
  requested_at DATETIME(6) NOT NULL,
  requested_by VARCHAR(191) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  closed_at DATETIME(6),
  CONSTRAINT pk_payment_links PRIMARY KEY (id),
  CONSTRAINT uq_payment_links_provider_external_id UNIQUE (provider, external_id),
  CONSTRAINT ck_payment_links_status CHECK (status IN ('requested', 'open', 'paid', 'ending', 'expired')),
  CONSTRAINT ck_payment_links_open CHECK (status IN ('requested', 'open') OR open_invoice_id IS NULL),
  CONSTRAINT ck_payment_links_sign CHECK (amount > 0),
  CONSTRAINT uq_payment_links_reference UNIQUE (reference),
  CONSTRAINT fk_payment_links_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id),
  CONSTRAINT uq_payment_links_open_invoice_id UNIQUE (open_invoice_id),
  CONSTRAINT fk_payment_links_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_payment_links_invoice_id ON payment_links (invoice_id);

CREATE INDEX ix_payment_links_patient_id ON payment_links (patient_id);

CREATE INDEX ix_payment_links_status_expires_at ON payment_links (status, expires_at);

-- One product of a purchase order, with how much of it came.
CREATE TABLE purchase_lines (
  id BIGINT NOT NULL AUTO_INCREMENT,
  order_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  quantity INTEGER NOT NULL,
  received INTEGER NOT NULL,
  unit_cost NUMERIC(14, 3) NOT NULL,
  CONSTRAINT pk_purchase_lines PRIMARY KEY (id),
  CONSTRAINT uq_purchase_lines_order_id_product_id UNIQUE (order_id, product_id),
  CONSTRAINT ck_purchase_lines_received CHECK (quantity > 0 AND received >= 0 AND received <= quantity),
  CONSTRAINT ck_purchase_lines_cost CHECK (unit_cost >= 0),
  CONSTRAINT fk_purchase_lines_order_id FOREIGN KEY(order_id) REFERENCES purchase_orders (id),
  CONSTRAINT fk_purchase_lines_product_id FOREIGN KEY(product_id) REFERENCES products (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_purchase_lines_product_id ON purchase_lines (product_id);

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

-- A bookable time of a doctor or a service (FHIR Slot). `free`, `busy-tentative` (held), `busy` or `busy-
-- unavailable`.
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

-- How much of a batch is at a place now (FHIR InventoryItem): what its movements add up to.
CREATE TABLE stock (
  id BIGINT NOT NULL AUTO_INCREMENT,
  place_id BIGINT NOT NULL,
  batch_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  quantity INTEGER NOT NULL,
  CONSTRAINT pk_stock PRIMARY KEY (id),
  CONSTRAINT uq_stock_place_id_batch_id UNIQUE (place_id, batch_id),
  CONSTRAINT ck_stock_quantity CHECK (quantity >= 0),
  CONSTRAINT fk_stock_place_id FOREIGN KEY(place_id) REFERENCES stock_places (id),
  CONSTRAINT fk_stock_batch_id FOREIGN KEY(batch_id) REFERENCES product_batches (id),
  CONSTRAINT fk_stock_product_id FOREIGN KEY(product_id) REFERENCES products (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_stock_batch_id ON stock (batch_id);

CREATE INDEX ix_stock_product_id_place_id ON stock (product_id, place_id);

-- A case of something that the pharmacy must see to, with its task; open until it is over.
CREATE TABLE stock_alerts (
  id BIGINT NOT NULL AUTO_INCREMENT,
  case_key VARCHAR(191) NOT NULL,
  kind VARCHAR(32) NOT NULL,
  product_id BIGINT NOT NULL,
  batch_id BIGINT,
  task VARCHAR(64) NOT NULL,
  opened_at DATETIME(6) NOT NULL,
  closed_at DATETIME(6),
  CONSTRAINT pk_stock_alerts PRIMARY KEY (id),
  CONSTRAINT ck_stock_alerts_kind CHECK (kind IN ('low_stock', 'expiring', 'expired')),
  CONSTRAINT ck_stock_alerts_batch CHECK ((kind = 'low_stock') = (batch_id IS NULL)),
  CONSTRAINT uq_stock_alerts_case_key UNIQUE (case_key),
  CONSTRAINT fk_stock_alerts_product_id FOREIGN KEY(product_id) REFERENCES products (id),
  CONSTRAINT fk_stock_alerts_batch_id FOREIGN KEY(batch_id) REFERENCES product_batches (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_stock_alerts_batch_id ON stock_alerts (batch_id);

CREATE INDEX ix_stock_alerts_closed_at_kind ON stock_alerts (closed_at, kind);

CREATE INDEX ix_stock_alerts_product_id_kind ON stock_alerts (product_id, kind);

-- What a count found of one batch.
CREATE TABLE stock_count_lines (
  id BIGINT NOT NULL AUTO_INCREMENT,
  count_id BIGINT NOT NULL,
  batch_id BIGINT NOT NULL,
  expected INTEGER,
  counted INTEGER,
  CONSTRAINT pk_stock_count_lines PRIMARY KEY (id),
  CONSTRAINT uq_stock_count_lines_count_id_batch_id UNIQUE (count_id, batch_id),
  CONSTRAINT ck_stock_count_lines_sign CHECK (counted >= 0 AND expected >= 0),
  CONSTRAINT fk_stock_count_lines_count_id FOREIGN KEY(count_id) REFERENCES stock_counts (id),
  CONSTRAINT fk_stock_count_lines_batch_id FOREIGN KEY(batch_id) REFERENCES product_batches (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_stock_count_lines_batch_id ON stock_count_lines (batch_id);

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
  order_id BIGINT,
  CONSTRAINT pk_appointments PRIMARY KEY (id),
  CONSTRAINT uq_appointments_reference UNIQUE (reference),
  CONSTRAINT uq_appointments_request_key UNIQUE (request_key),
  CONSTRAINT fk_appointments_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_appointments_doctor_id FOREIGN KEY(doctor_id) REFERENCES doctors (id),
  CONSTRAINT fk_appointments_slot_id FOREIGN KEY(slot_id) REFERENCES slots (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_appointments_conversation_id ON appointments (conversation_id);

CREATE INDEX ix_appointments_doctor_id_starts_at ON appointments (doctor_id, starts_at);

CREATE INDEX ix_appointments_order_id ON appointments (order_id);

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
  diagnosis_codes JSON,
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

-- Money that came in (FHIR PaymentReconciliation). What is neither on an invoice nor given back is a credit.
CREATE TABLE payments (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  payer VARCHAR(32) NOT NULL,
  method VARCHAR(32) NOT NULL,
  amount NUMERIC(14, 3) NOT NULL,
  currency VARCHAR(32) NOT NULL,
  applied NUMERIC(14, 3) NOT NULL,
  refunded NUMERIC(14, 3) NOT NULL,
  invoice_id BIGINT NOT NULL,
  till_id BIGINT,
  tendered NUMERIC(14, 3),
  card_reference VARCHAR(191),
  link_id BIGINT,
  provider VARCHAR(64),
  external_id VARCHAR(191),
  received_at DATETIME(6) NOT NULL,
  received_by VARCHAR(191) NOT NULL,
  slip_hash VARCHAR(64),
  CONSTRAINT pk_payments PRIMARY KEY (id),
  CONSTRAINT uq_payments_provider_external_id UNIQUE (provider, external_id),
  CONSTRAINT ck_payments_payer CHECK (payer IN ('patient', 'insurer')),
  CONSTRAINT ck_payments_method CHECK (method IN ('cash', 'card', 'link', 'transfer')),
  CONSTRAINT ck_payments_sign CHECK (amount > 0 AND applied >= 0 AND refunded >= 0),
  CONSTRAINT ck_payments_spent CHECK (applied + refunded <= amount),
  CONSTRAINT ck_payments_cash CHECK (method <> 'cash' OR (till_id IS NOT NULL AND tendered >= amount)),
  CONSTRAINT ck_payments_card CHECK (method <> 'card' OR (till_id IS NOT NULL AND card_reference IS NOT NULL)),
  CONSTRAINT ck_payments_link CHECK (method <> 'link' OR (link_id IS NOT NULL AND external_id IS NOT NULL)),
  CONSTRAINT uq_payments_reference UNIQUE (reference),
  CONSTRAINT uq_payments_request_key UNIQUE (request_key),
  CONSTRAINT fk_payments_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_payments_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id),
  CONSTRAINT fk_payments_till_id FOREIGN KEY(till_id) REFERENCES tills (id),
  CONSTRAINT fk_payments_link_id FOREIGN KEY(link_id) REFERENCES payment_links (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_payments_invoice_id ON payments (invoice_id);

CREATE INDEX ix_payments_link_id ON payments (link_id);

CREATE INDEX ix_payments_patient_id_received_at ON payments (patient_id, received_at);

CREATE UNIQUE INDEX ix_payments_slip_hash ON payments (slip_hash);

CREATE INDEX ix_payments_till_id ON payments (till_id);

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

-- So much of a payment was put on an invoice, or taken off it again (negative). Rows are added, never changed.
CREATE TABLE payment_allocations (
  id BIGINT NOT NULL AUTO_INCREMENT,
  payment_id BIGINT NOT NULL,
  invoice_id BIGINT NOT NULL,
  amount NUMERIC(14, 3) NOT NULL,
  made_at DATETIME(6) NOT NULL,
  made_by VARCHAR(191) NOT NULL,
  CONSTRAINT pk_payment_allocations PRIMARY KEY (id),
  CONSTRAINT ck_payment_allocations_sign CHECK (amount <> 0),
  CONSTRAINT fk_payment_allocations_payment_id FOREIGN KEY(payment_id) REFERENCES payments (id),
  CONSTRAINT fk_payment_allocations_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_payment_allocations_invoice_id ON payment_allocations (invoice_id);

CREATE INDEX ix_payment_allocations_payment_id_invoice_id ON payment_allocations (payment_id, invoice_id);

-- Money that goes back the way it came, of what no invoice needs.
CREATE TABLE refunds (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  payment_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  amount NUMERIC(14, 3) NOT NULL,
  currency VARCHAR(32) NOT NULL,
  reason VARCHAR(200) NOT NULL,
  needs_second BOOL NOT NULL,
  requested_at DATETIME(6) NOT NULL,
  requested_by VARCHAR(191) NOT NULL,
  approved_at DATETIME(6),
  approved_by VARCHAR(191),
  status_reason VARCHAR(200),
  till_id BIGINT,
  proof VARCHAR(191),
  completed_at DATETIME(6),
  completed_by VARCHAR(191),
  task VARCHAR(64),
  CONSTRAINT pk_refunds PRIMARY KEY (id),
  CONSTRAINT ck_refunds_status CHECK (status IN ('requested', 'approved', 'completed', 'refused', 'failed')),
  CONSTRAINT ck_refunds_sign CHECK (amount > 0),
  CONSTRAINT ck_refunds_second CHECK (approved_by IS NULL OR needs_second = 0 OR approved_by <> requested_by),
  CONSTRAINT ck_refunds_approved CHECK (status NOT IN ('approved', 'completed') OR approved_by IS NOT NULL),
  CONSTRAINT ck_refunds_completed CHECK (status <> 'completed' OR completed_at IS NOT NULL),
  CONSTRAINT uq_refunds_reference UNIQUE (reference),
  CONSTRAINT uq_refunds_request_key UNIQUE (request_key),
  CONSTRAINT fk_refunds_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_refunds_payment_id FOREIGN KEY(payment_id) REFERENCES payments (id),
  CONSTRAINT fk_refunds_till_id FOREIGN KEY(till_id) REFERENCES tills (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_refunds_patient_id_requested_at ON refunds (patient_id, requested_at);

CREATE INDEX ix_refunds_payment_id ON refunds (payment_id);

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

CREATE INDEX ix_charge_items_status_occurred_at ON charge_items (status, occurred_at);

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

-- A service that a doctor orders for a patient (FHIR ServiceRequest), from draft to done.
CREATE TABLE orders (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  encounter_id BIGINT NOT NULL,
  requester_id BIGINT NOT NULL,
  service_id BIGINT NOT NULL,
  price NUMERIC(14, 3) NOT NULL,
  priority VARCHAR(32) NOT NULL,
  note VARCHAR(1000),
  status VARCHAR(32) NOT NULL,
  status_reason VARCHAR(200),
  ordered_at DATETIME(6) NOT NULL,
  performer_doctor_id BIGINT,
  performer_staff_id BIGINT,
  completed_at DATETIME(6),
  completed_by VARCHAR(191),
  report_due_at DATETIME(6),
  CONSTRAINT pk_orders PRIMARY KEY (id),
  CONSTRAINT ck_orders_status CHECK (status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error')),
  CONSTRAINT ck_orders_priority CHECK (priority IN ('routine', 'urgent', 'asap', 'stat')),
  CONSTRAINT ck_orders_performer CHECK (performer_doctor_id IS NULL OR performer_staff_id IS NULL),
  CONSTRAINT ck_orders_completed CHECK (status <> 'completed' OR completed_at IS NOT NULL),
  CONSTRAINT ck_orders_sign CHECK (price >= 0),
  CONSTRAINT uq_orders_reference UNIQUE (reference),
  CONSTRAINT uq_orders_request_key UNIQUE (request_key),
  CONSTRAINT fk_orders_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_orders_encounter_id FOREIGN KEY(encounter_id) REFERENCES encounters (id),
  CONSTRAINT fk_orders_requester_id FOREIGN KEY(requester_id) REFERENCES doctors (id),
  CONSTRAINT fk_orders_service_id FOREIGN KEY(service_id) REFERENCES services (id),
  CONSTRAINT fk_orders_performer_doctor_id FOREIGN KEY(performer_doctor_id) REFERENCES doctors (id),
  CONSTRAINT fk_orders_performer_staff_id FOREIGN KEY(performer_staff_id) REFERENCES staff (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_orders_encounter_id ON orders (encounter_id);

CREATE INDEX ix_orders_patient_id_status_ordered_at ON orders (patient_id, status, ordered_at);

CREATE INDEX ix_orders_performer_doctor_id_status ON orders (performer_doctor_id, status);

CREATE INDEX ix_orders_performer_staff_id_status ON orders (performer_staff_id, status);

CREATE INDEX ix_orders_report_due_at ON orders (report_due_at);

CREATE INDEX ix_orders_requester_id_status ON orders (requester_id, status);

CREATE INDEX ix_orders_service_id ON orders (service_id);

CREATE INDEX ix_orders_status_ordered_at ON orders (status, ordered_at);

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

-- What is given on a prescription at one time (FHIR MedicationDispenses that are collected together).
CREATE TABLE dispenses (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  prescription_id BIGINT NOT NULL,
  place_id BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  status_reason VARCHAR(200),
  prepared_at DATETIME(6) NOT NULL,
  prepared_by VARCHAR(191) NOT NULL,
  collect_by DATE NOT NULL,
  handed_over_at DATETIME(6),
  handed_over_by VARCHAR(191),
  CONSTRAINT pk_dispenses PRIMARY KEY (id),
  CONSTRAINT ck_dispenses_status CHECK (status IN ('preparation', 'in-progress', 'cancelled', 'on-hold', 'completed', 'entered-in-error', 'stopped', 'declined', 'unknown')),
  CONSTRAINT ck_dispenses_handed_over CHECK (status <> 'completed' OR handed_over_at IS NOT NULL),
  CONSTRAINT uq_dispenses_reference UNIQUE (reference),
  CONSTRAINT uq_dispenses_request_key UNIQUE (request_key),
  CONSTRAINT fk_dispenses_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_dispenses_prescription_id FOREIGN KEY(prescription_id) REFERENCES prescriptions (id),
  CONSTRAINT fk_dispenses_place_id FOREIGN KEY(place_id) REFERENCES stock_places (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_dispenses_patient_id_prepared_at ON dispenses (patient_id, prepared_at);

CREATE INDEX ix_dispenses_place_id ON dispenses (place_id);

CREATE INDEX ix_dispenses_prescription_id ON dispenses (prescription_id);

CREATE INDEX ix_dispenses_status_collect_by ON dispenses (status, collect_by);

-- One charge on an invoice, copied, with who owes how much of it (FHIR Invoice.lineItem).
CREATE TABLE invoice_lines (
  id BIGINT NOT NULL AUTO_INCREMENT,
  invoice_id BIGINT NOT NULL,
  position SMALLINT NOT NULL,
  charge_item_id BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL,
  code VARCHAR(64),
  description VARCHAR(200) NOT NULL,
  occurred_at DATETIME(6) NOT NULL,
  quantity NUMERIC(14, 3) NOT NULL,
  unit_price NUMERIC(14, 3) NOT NULL,
  amount NUMERIC(14, 3) NOT NULL,
  insurer_share NUMERIC(14, 3) NOT NULL,
  patient_share NUMERIC(14, 3) NOT NULL,
  share_reason JSON NOT NULL,
  CONSTRAINT pk_invoice_lines PRIMARY KEY (id),
  CONSTRAINT uq_invoice_lines_invoice_id_position UNIQUE (invoice_id, position),
  CONSTRAINT ck_invoice_lines_sign CHECK (quantity > 0 AND unit_price >= 0 AND insurer_share >= 0 AND patient_share >= 0),
  CONSTRAINT ck_invoice_lines_shares CHECK (amount = insurer_share + patient_share),
  CONSTRAINT fk_invoice_lines_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id),
  CONSTRAINT fk_invoice_lines_charge_item_id FOREIGN KEY(charge_item_id) REFERENCES charge_items (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_invoice_lines_charge_item_id ON invoice_lines (charge_item_id);

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

-- A report (FHIR DiagnosticReport), as it stands now; what it says is in its versions. A patient reads it from
-- `released_at` on, which only what is final or amended can have.
CREATE TABLE reports (
  id BIGINT NOT NULL AUTO_INCREMENT,
  reference VARCHAR(64) NOT NULL,
  request_key VARCHAR(191) NOT NULL,
  patient_id BIGINT NOT NULL,
  order_id BIGINT,
  kind VARCHAR(32) NOT NULL,
  title VARCHAR(200) NOT NULL,
  status VARCHAR(32) NOT NULL,
  status_reason VARCHAR(200),
  version SMALLINT NOT NULL,
  reviewer_id BIGINT NOT NULL,
  covering_id BIGINT,
  release_rule VARCHAR(32) NOT NULL,
  registered_at DATETIME(6) NOT NULL,
  registered_by VARCHAR(191) NOT NULL,
  issued_at DATETIME(6),
  cover_at DATETIME(6),
  covers SMALLINT NOT NULL,
  reviewed_at DATETIME(6),
  reviewed_by BIGINT,
  message VARCHAR(1000),
  discussed_at DATETIME(6),
  released_at DATETIME(6),
  critical_at DATETIME(6),
  alerts SMALLINT NOT NULL,
  escalate_at DATETIME(6),
  acknowledged_at DATETIME(6),
  acknowledged_by VARCHAR(191),
  final_due_at DATETIME(6),
  CONSTRAINT pk_reports PRIMARY KEY (id),
  CONSTRAINT ck_reports_status CHECK (status IN ('registered', 'preliminary', 'final', 'amended', 'cancelled', 'entered-in-error')),
  CONSTRAINT ck_reports_release_rule CHECK (release_rule IN ('on_review', 'at_once', 'after_discussion')),
  CONSTRAINT ck_reports_released CHECK (released_at IS NULL OR status IN ('final', 'amended')),
  CONSTRAINT ck_reports_issued CHECK (status NOT IN ('final', 'amended') OR issued_at IS NOT NULL),
  CONSTRAINT ck_reports_acknowledged CHECK (acknowledged_at IS NULL OR critical_at IS NOT NULL),
  CONSTRAINT ck_reports_escalate CHECK (escalate_at IS NULL OR (critical_at IS NOT NULL AND acknowledged_at IS NULL)),
  CONSTRAINT uq_reports_reference UNIQUE (reference),
  CONSTRAINT uq_reports_request_key UNIQUE (request_key),
  CONSTRAINT fk_reports_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id),
  CONSTRAINT fk_reports_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
  CONSTRAINT fk_reports_reviewer_id FOREIGN KEY(reviewer_id) REFERENCES doctors (id),
  CONSTRAINT fk_reports_covering_id FOREIGN KEY(covering_id) REFERENCES doctors (id),
  CONSTRAINT fk_reports_reviewed_by FOREIGN KEY(reviewed_by) REFERENCES doctors (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_reports_cover_at ON reports (cover_at);

CREATE INDEX ix_reports_covering_id_status_reviewed_at ON reports (covering_id, status, reviewed_at);

CREATE INDEX ix_reports_escalate_at ON reports (escalate_at);

CREATE INDEX ix_reports_final_due_at ON reports (final_due_at);

CREATE INDEX ix_reports_order_id ON reports (order_id);

CREATE INDEX ix_reports_patient_id_status_registered_at ON reports (patient_id, status, registered_at);

CREATE INDEX ix_reports_reviewer_id_status_reviewed_at ON reports (reviewer_id, status, reviewed_at);

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

-- One product of a dispense, for one medicine of the prescription.
CREATE TABLE dispense_items (
  id BIGINT NOT NULL AUTO_INCREMENT,
  dispense_id BIGINT NOT NULL,
  position INTEGER NOT NULL,
  prescription_item_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  quantity INTEGER NOT NULL,
  owed INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  substituted_product_id BIGINT,
  substitution_reason VARCHAR(200),
  CONSTRAINT pk_dispense_items PRIMARY KEY (id),
  CONSTRAINT uq_dispense_items_dispense_id_position UNIQUE (dispense_id, position),
  CONSTRAINT ck_dispense_items_quantity CHECK (quantity >= 0 AND owed >= 0 AND quantity + owed > 0),
  CONSTRAINT ck_dispense_items_returned CHECK (returned >= 0 AND returned <= quantity),
  CONSTRAINT ck_dispense_items_substitution CHECK (substituted_product_id IS NULL OR substitution_reason IS NOT NULL),
  CONSTRAINT fk_dispense_items_dispense_id FOREIGN KEY(dispense_id) REFERENCES dispenses (id),
  CONSTRAINT fk_dispense_items_prescription_item_id FOREIGN KEY(prescription_item_id) REFERENCES prescription_items (id),
  CONSTRAINT fk_dispense_items_product_id FOREIGN KEY(product_id) REFERENCES products (id),
  CONSTRAINT fk_dispense_items_substituted_product_id FOREIGN KEY(substituted_product_id) REFERENCES products (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_dispense_items_prescription_item_id ON dispense_items (prescription_item_id);

CREATE INDEX ix_dispense_items_product_id ON dispense_items (product_id);

CREATE INDEX ix_dispense_items_substituted_product_id ON dispense_items (substituted_product_id);

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

CREATE INDEX ix_refill_requests_decided_at ON refill_requests (decided_at);

CREATE INDEX ix_refill_requests_item_id ON refill_requests (item_id);

CREATE INDEX ix_refill_requests_patient_id_status ON refill_requests (patient_id, status);

CREATE INDEX ix_refill_requests_prescriber_id_status ON refill_requests (prescriber_id, status);

-- A file that belongs to a version of a report.
CREATE TABLE report_files (
  report_id BIGINT NOT NULL,
  version SMALLINT NOT NULL,
  document_id BIGINT NOT NULL,
  CONSTRAINT pk_report_files PRIMARY KEY (report_id, version, document_id),
  CONSTRAINT fk_report_files_report_id FOREIGN KEY(report_id) REFERENCES reports (id),
  CONSTRAINT fk_report_files_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_report_files_document_id ON report_files (document_id);

-- A value of a version (FHIR Observation), in its order.
CREATE TABLE report_results (
  report_id BIGINT NOT NULL,
  version SMALLINT NOT NULL,
  position SMALLINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  code VARCHAR(64),
  value VARCHAR(64) NOT NULL,
  unit VARCHAR(32),
  low VARCHAR(64),
  high VARCHAR(64),
  critical_low VARCHAR(64),
  critical_high VARCHAR(64),
  flag VARCHAR(32),
  CONSTRAINT pk_report_results PRIMARY KEY (report_id, version, position),
  CONSTRAINT ck_report_results_flag CHECK (flag IN ('N', 'L', 'H', 'LL', 'HH', 'A', 'AA')),
  CONSTRAINT fk_report_results_report_id FOREIGN KEY(report_id) REFERENCES reports (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

-- What a report says, or said before it was amended. From `sealed_at` on it never changes.
CREATE TABLE report_versions (
  report_id BIGINT NOT NULL,
  version SMALLINT NOT NULL,
  conclusion TEXT,
  reason VARCHAR(200),
  written_at DATETIME(6) NOT NULL,
  written_by VARCHAR(191) NOT NULL,
  sealed_at DATETIME(6),
  content_hash VARCHAR(64),
  seal VARCHAR(64),
  CONSTRAINT pk_report_versions PRIMARY KEY (report_id, version),
  CONSTRAINT ck_report_versions_sealed CHECK ((sealed_at IS NULL) = (seal IS NULL)),
  CONSTRAINT ck_report_versions_version CHECK (version >= 1),
  CONSTRAINT fk_report_versions_report_id FOREIGN KEY(report_id) REFERENCES reports (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

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

-- A line of the ledger: what came to a place (more than 0) or left it. Lines are added and never changed.
CREATE TABLE stock_movements (
  id BIGINT NOT NULL AUTO_INCREMENT,
  cause VARCHAR(191) NOT NULL,
  sequence INTEGER NOT NULL,
  place_id BIGINT NOT NULL,
  batch_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  kind VARCHAR(32) NOT NULL,
  quantity INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  reason VARCHAR(200),
  dispense_item_id BIGINT,
  moved_at DATETIME(6) NOT NULL,
  moved_by VARCHAR(191) NOT NULL,
  CONSTRAINT pk_stock_movements PRIMARY KEY (id),
  CONSTRAINT uq_stock_movements_cause_sequence UNIQUE (cause, sequence),
  CONSTRAINT ck_stock_movements_sign CHECK ((kind IN ('received', 'returned') AND quantity > 0) OR (kind IN ('dispensed', 'wasted') AND quantity < 0) OR (kind IN ('moved', 'counted') AND quantity <> 0)),
  CONSTRAINT ck_stock_movements_balance CHECK (balance >= 0),
  CONSTRAINT fk_stock_movements_place_id FOREIGN KEY(place_id) REFERENCES stock_places (id),
  CONSTRAINT fk_stock_movements_batch_id FOREIGN KEY(batch_id) REFERENCES product_batches (id),
  CONSTRAINT fk_stock_movements_product_id FOREIGN KEY(product_id) REFERENCES products (id),
  CONSTRAINT fk_stock_movements_dispense_item_id FOREIGN KEY(dispense_item_id) REFERENCES dispense_items (id)
) ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_stock_movements_batch_id_place_id_id ON stock_movements (batch_id, place_id, id);

CREATE INDEX ix_stock_movements_dispense_item_id ON stock_movements (dispense_item_id);

CREATE INDEX ix_stock_movements_place_id ON stock_movements (place_id);

CREATE INDEX ix_stock_movements_product_id_moved_at ON stock_movements (product_id, moved_at);

CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  PRIMARY KEY (version_num)
);

INSERT INTO alembic_version (version_num) VALUES ('0023');
