HEAR f AS FILE
TALK "Kept " + f.filename + ", " + f.size + " bytes"
HEAR again AS TEXT
