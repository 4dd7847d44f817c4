' 5.2: any spelling of a UUID gives the canonical one
HEAR key AS UUID
HEAR other AS GUID
TALK key
TALK other
' input: 123e4567
' input: {123E4567-E89B-12D3-A456-426614174000}
' input: 00112233445566778899AABBCCDDEEFF
' expect: 123e4567-e89b-12d3-a456-426614174000
' expect: 00112233-4455-6677-8899-aabbccddeeff
