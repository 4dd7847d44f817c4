' B: HASH is SHA-256 unless another digest is named, MD5 its own
TALK HASH("abc")
TALK MD5("abc"), " ", HASH("abc", "MD5") = MD5("abc")
TALK HASH("", "sha1"), " ", LEN(HASH("x", "SHA-512"))
TRY
  x = HASH("a", "crc32")
CATCH e
  TALK e.number
END TRY
' expect: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
' expect: 900150983cd24fb0d6963f7d28e17f72 true
' expect: da39a3ee5e6b4b0d3255bfef95601890afd80709 128
' expect: 5
