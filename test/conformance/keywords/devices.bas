' 3.14: devices name their action
' effect GPIO: 1
' effect I2C: null
' effect SPI: null
' effect LCD: null
' effect OLED: null
' effect BUZZER: null
' effect RELAY: null
' effect READ TEMPERATURE: 40
' effect DETECT FACES: []
GPIO SET 17, 1
level = GPIO GET 17
TALK level
I2C WRITE 0x3C, 0, 255
SPI TRANSFER [1, 2]
LCD PRINT "Ready"
OLED CLEAR
BUZZER ON 440
RELAY OFF 1
TALK READ HUMIDITY 4
degrees = READ TEMPERATURE 4
faces = DETECT FACES "photo.jpg"
' expect: GPIO {"action":"SET","pin":17,"value":1}
' expect: GPIO {"action":"GET","pin":17}
' expect: 1
' expect: I2C {"action":"WRITE","values":[60,0,255]}
' expect: SPI {"action":"TRANSFER","values":[[1,2]]}
' expect: LCD {"action":"PRINT","values":["Ready"]}
' expect: OLED {"action":"CLEAR"}
' expect: BUZZER {"action":"ON","values":[440]}
' expect: RELAY {"action":"OFF","relay":1}
' expect: READ TEMPERATURE {"what":"HUMIDITY","sensor":4}
' expect: 40
' expect: READ TEMPERATURE {"sensor":4}
' expect: DETECT FACES {"image":"photo.jpg"}
