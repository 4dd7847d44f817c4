' 3.10: GRAPHQL and SOAP
' effect GRAPHQL: {"data": {"data": {"shop": {"name": "Bikes"}}}}
' effect SOAP: {"data": {"raw": "<r/>"}}
shop = GRAPHQL "https://api.example.com/graphql", "{ shop { name } }"
TALK shop.data.data.shop.name
rate = SOAP "https://example.com/rates?wsdl", "GetRate", {currency: "EUR"}
TALK rate.data.raw
' expect: GRAPHQL {"url":"https://api.example.com/graphql","query":"{ shop { name } }"}
' expect: Bikes
' expect: SOAP {"wsdl":"https://example.com/rates?wsdl","operation":"GetRate","parameters":{"currency":"EUR"}}
' expect: <r/>
