/** A Common Transfer File of an invented school; `pupils` are its Pupil elements. */
export function transferFileOf(...pupils: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<CTfile>
<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>22.0</CTFversion><DateTime>2026-11-20T09:30:00</DateTime>
<SourceSchool><LEA>350</LEA><Estab>2001</Estab><SchoolName>Low Street School</SchoolName></SourceSchool>
<DestSchool><LEA>350</LEA><Estab>4002</Estab></DestSchool></Header>
<CTFpupilData>
${pupils.join('\n')}
</CTFpupilData>
</CTfile>
`;
}

/** An invented pupil with everything that a transfer file may say; what is given replaces the inside of an element, and '' leaves it out. */
export function pupil(changes: Readonly<Record<string, string>> = {}): string {
  return `<Pupil>${elementsOf({ ...wholePupil, ...changes })}</Pupil>`;
}

/** A school census return of that school. */
export function censusOf(onRoll: readonly string[], left: readonly string[] = []): string {
  return `<Message>
<Header><CollectionDetails><Collection>SC</Collection><Year>2026</Year><ReferenceDate>2026-10-01</ReferenceDate></CollectionDetails>
<Source><SourceLevel>S</SourceLevel><LEA>350</LEA><Estab>2001</Estab><DateTime>2026-10-05T10:00:00</DateTime></Source></Header>
<Pupils><PupilsOnRoll>${onRoll.map((one) => `<PupilOnRoll>${one}</PupilOnRoll>`).join('\n')}</PupilsOnRoll>
<PupilsNoLongerOnRoll>${left.map((one) => `<PupilNoLongerOnRoll>${one}</PupilNoLongerOnRoll>`).join('\n')}</PupilsNoLongerOnRoll></Pupils>
</Message>
`;
}

/** The inside of a pupil of a census. */
export function censusPupil(changes: Readonly<Record<string, string>> = {}): string {
  return elementsOf({ ...wholeCensusPupil, ...changes });
}

function elementsOf(elements: Readonly<Record<string, string>>): string {
  return Object.entries(elements)
    .map(([name, inside]) => (inside === '' ? '' : `<${name}>${inside}</${name}>`))
    .join('');
}

const home =
  '<BS7666Address><PAON>12</PAON><Street>High Street</Street><Town>Bolton</Town></BS7666Address><PostCode>BL1 1AA</PostCode>';

const wholePupil = {
  UPN: 'X00180001701A',
  Surname: 'Khan',
  Forename: 'Amina',
  DOB: '2015-03-27',
  Gender: 'F',
  BasicDetails:
    '<MiddleNames>Rose</MiddleNames><PreferredForename>Mina</PreferredForename><FormerSurname>Begum</FormerSurname><Ethnicity>APKN</Ethnicity>',
  Address: home,
  Phones: '<Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900111</PhoneNo></Phone>',
  Email: 'amina@family.example',
  Contacts:
    '<Contact><Order>1</Order><Surname>Khan</Surname><Forename>Sara</Forename><Relationship>PAM</Relationship><Responsibility>T</Responsibility><Phones><Phone><TelephoneType>W</TelephoneType><PhoneNo>01632 960002</PhoneNo></Phone><Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900222</PhoneNo></Phone></Phones><Email>sara.khan@family.example</Email></Contact>' +
    '<Contact><Surname>Quack</Surname><Forename>Doc</Forename><Relationship>DOC</Relationship></Contact>',
  SENhistory: '<SEN><SENprovision>E</SENprovision></SEN>',
  SchoolHistory:
    '<School><LEA>350</LEA><Estab>3009</Estab><EntryDate>2018-09-04</EntryDate><LeavingDate>2020-07-20</LeavingDate></School><School><LEA>350</LEA><Estab>2001</Estab><EntryDate>2020-09-01</EntryDate></School>',
};

const wholeCensusPupil = {
  PupilIdentifiers:
    '<UPN>X00180001701A</UPN><Surname>Khan</Surname><Forename>Amina</Forename><DOB>2015-03-27</DOB><Sex>F</Sex>',
  PupilCharacteristics: '<Ethnicity>APKN</Ethnicity>',
  PupilStatus: '<EnrolStatus>C</EnrolStatus><EntryDate>2020-09-01</EntryDate>',
  SpecialEducationalNeeds: '<SENprovision>E</SENprovision>',
  HomeInformation: `<Address>${home}</Address>`,
};
