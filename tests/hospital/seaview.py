"""A small hospital file that has every part."""

SEAVIEW = """\
hospital:
  name: Seaview
  timezone: Europe/Dublin
  currency: EUR
  languages: [en, es]
  phone: "+35315550100"
  emergency_number: "112"
  desk_hours: [{days: [mon, tue], from: "08:00", to: "18:00"}]
  privacy_url: "https://seaview.example/privacy"
  booking:
    horizon_days: 60
    confirm: when_inferred
    hold_minutes: {web: 5, text: 20}
    cancellation_fee: "0.00"
    visit_types: [{code: new, name: First visit, minutes: 40}]
  reminders: {days_before: [7, 2], at: "10:00", quiet: "20:00-08:00"}
  digest: {at: "07:00", to: [ines@seaview.example]}
  billing: {pay: at_desk, refund_second_person_over: "100.00"}
  slack: {team_id: T0, relay: false}
  holidays:
    - {date: 2026-03-17, name: "St Patrick's Day"}
information:
  - topic: parking
    asks: {en: [parking], es: [aparcamiento]}
    answer: {en: "In the garage.", es: "En el garaje."}
locations:
  - {code: main, name: Main Building}
specialities:
  - {code: cardiology, name: Cardiology, names: {es: Cardiología}, complaints: {en: [palpitations]}}
  - {code: general, name: General Medicine, default: true}
doctors:
  - code: patel
    name: Dr Asha Patel
    speciality: cardiology
    location: main
    gender: female
    active: true
    fee: "120.00"
    email: asha.patel@seaview.example
    slack_user_id: U0PATEL
    schedule:
      - {days: [mon, tue], from: "09:00", to: "12:00", slot_minutes: 20}
      - {days: [mon], from: "14:00", to: "17:00", slot_minutes: 20, valid_from: 2026-01-01, valid_to: 2026-12-31}
    time_off:
      - {from: 2026-04-06, to: 2026-04-10, reason: leave}
  - {code: kelly, name: Dr Niamh Kelly, speciality: general}
staff:
  - {name: Orla Byrne, role: nurse, email: orla@seaview.example, ward: A1,
     shifts: [{days: [mon], from: "19:00", to: "07:30"}]}
  - {name: Ines Duarte, role: admin, email: ines@seaview.example}
wards:
  - {code: A1, name: General ward, location: main, beds: 12, nurse_to_patient: "1:4", bed_day: "310.00"}
  - {code: ICU, name: Intensive care, rooms: [{code: I1, beds: 2}]}
services:
  - {code: lipid, name: Lipid panel, kind: laboratory, price: "32.50",
     schedule: [{days: [mon], from: "07:30", to: "10:30", slot_minutes: 10}]}
insurers:
  - code: laya
    name: Laya
    plans:
      - {code: essential, name: Essential, covers_percent: 70, locations: [main]}
products:
  - {sku: ATORV-20, name: Atorvastatin, price: "0.45", stock: 400,
     batches: [{lot: A77, expires: 2027-06-30, quantity: 400}]}
patients:
  - name: Mary Nolan
    number: HV-17
    phone: "+353860000001"
    date_of_birth: 1984-05-02
    insurance: {insurer: laya, plan: essential, member_id: LY-7}
    helpers: [{name: Joan Nolan, phone: "+353860000002", may: [book, move]}]
    dependants:
      - {name: Finn Nolan, date_of_birth: 2019-09-30, relation: son}
  - {name: Pat Walsh, date_of_birth: 1990-01-01}
"""
