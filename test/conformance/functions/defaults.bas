' B: NVL, COALESCE and IFNULL give the other value for NULL and an empty text
TALK NVL(NULL, "d"), " ", NVL("", 5), " ", NVL(0, 9), " ", COALESCE(NULL, "", "third", "fourth"), " ", IFNULL(missing, "none")
' expect: d 5 0 third none
