"""Lo que dicen las páginas, en español."""

SENTENCES: dict[str, str] = {
    # Page
    "page.title": "Retropropagación paso a paso: red {shape}",
    "page.titled": "{title}",
    "page.summary": "{layers} Pérdida: {loss}. Muestras: {count}.",
    "list.whole": "Capas: {items}.",
    "list.then": "{first} → {second}",
    "page.contents": "Contenido",
    "page.note": "Nota",
    "page.warning": "Cuidado",
    "page.role.value": "valores",
    "page.role.parameter": "parámetros",
    "page.role.gradient": "gradientes",
    "page.role.local": "derivadas locales",
    "page.role.target": "objetivo y pérdida",
    "page.diagram": "La red con sus valores y gradientes",
    "page.diagram.told": (
        "Por columnas, de izquierda a derecha, el valor de cada neurona y, entre paréntesis, su "
        "gradiente. {columns}. Pérdida: {loss}."
    ),
    "section.data": "Datos y notación",
    "section.forward": "Hacia delante",
    "section.loss": "Pérdida",
    "section.backward": "Hacia atrás",
    "section.update": "Actualización",
    "section.summary": "Resumen y comprobación",
    "section.printed": "Lo que imprimió el programa",
    "section.steps": "Más pasos",
    "part.general": "General",
    "part.matrices": "Matrices",
    "part.case": "Un caso",
    "part.check": "Control",
    "part.fold": "Plegado",
    "part.sum": "Suma",
    "part.collapse": "Por qué",
    "part.values": "Valores",
    "part.gradients": "Gradientes",
    "part.updated": "Actualizados",
    "part.printed": "Imprimió",
    "part.true": "Correcto",
    "part.printed_after": "Después",
    # Layers and losses
    "layer.linear": "lineal",
    "layer.sigmoid": "sigmoide",
    "layer.tanh": "tangente hiperbólica",
    "layer.relu": "ReLU",
    "layer.leaky_relu": "leaky ReLU",
    "layer.elu": "ELU",
    "layer.softplus": "softplus",
    "layer.identity": "identidad",
    "layer.softmax": "softmax",
    "layer.add": "suma",
    "layer.squared_error": "error cuadrático",
    "layer.cross_entropy": "entropía cruzada",
    "layer.softmax_cross_entropy": "entropía cruzada de la softmax",
    "layer.binary_cross_entropy": "entropía cruzada binaria",
    "layer.binary_cross_entropy_logits": "entropía cruzada binaria de la sigmoide",
    "place.layer": "la capa {number} ({layer})",
    "place.loss": "la pérdida ({layer})",
    # Data and notation
    "data.picture": (
        "La red para la muestra {sample}: en cada neurona su valor, debajo su gradiente; a trazos, "
        "los caminos del caso."
    ),
    "data.picture.single": (
        "La red: en cada neurona su valor, debajo su gradiente; a trazos, los caminos del caso."
    ),
    "data.symbols": "Símbolos",
    "data.rounding": (
        "Los números se muestran con {decimals} decimales, o con menos si así son exactos. Cada "
        "igualdad se puede comprobar con las cifras que se ven: donde no bastan, se muestra alguna "
        "más; donde ni así, se escribe ≈."
    ),
    "data.numerator": (
        "Disposición de numerador: la derivada de la pérdida respecto de un vector columna es una "
        "fila, y respecto de una matriz tiene la forma de su traspuesta."
    ),
    "data.denominator": (
        "Disposición de denominador: la derivada de la pérdida tiene la forma de aquello respecto "
        "de lo que se deriva, y las Jacobianas están traspuestas."
    ),
    "meaning.input": "entrada",
    "meaning.target": "objetivo",
    "meaning.weights": "pesos de {output}",
    "meaning.bias": "sesgo de {output}",
    "meaning.parameter": "parámetro de {output}",
    "meaning.linear": "salida de la capa {layer}, antes de la activación",
    "meaning.value": "salida de la capa {layer}",
    "meaning.prediction": "salida de la red ({layer})",
    "meaning.p": "probabilidades",
    "meaning.l": "términos de la pérdida",
    "meaning.inner": "valor intermedio",
    "meaning.loss": "pérdida ({layer})",
    "meaning.rate": "tasa de aprendizaje",
    "meaning.arrives": "lo que llega a una capa: la derivada de la pérdida respecto de su salida",
    "meaning.delta": "la derivada {partial}",
    "table.symbol": "símbolo",
    "table.meaning": "significado",
    "table.shape": "forma",
    "table.entry": "elemento",
    "table.before": "antes",
    "table.after": "después",
    "table.backpropagated": "gradiente",
    "table.difference": "diferencias finitas",
    "table.agree": "¿coinciden?",
    # Forward and loss
    "forward.linear.title": "{symbol}: transformación lineal",
    "forward.linear.purpose": "Cada unidad pondera sus entradas {input} y suma su sesgo, si lo tiene.",
    "forward.activation.title": "{symbol}: activación {layer}",
    "forward.activation.purpose": (
        "La función de activación se aplica a cada elemento de {input} por separado."
    ),
    "forward.softmax.title": "{symbol}: softmax",
    "forward.softmax.purpose": (
        "Los números de {input} pasan a ser positivos y a sumar 1; cada salida depende de todas las entradas."
    ),
    "forward.other.title": "{symbol}: {layer}",
    "forward.other.purpose": "El valor {symbol} se calcula así.",
    "forward.per_sample": "Se hace para cada muestra; arriba, la muestra {sample}.",
    "loss.title": "{symbol}: la pérdida",
    "loss.purpose": "Un solo número dice cuánto se aparta la predicción del objetivo ({layer}).",
    "loss.p.title": "{symbol}: probabilidades",
    "loss.p.purpose": "Antes de compararla con el objetivo, la salida de la red pasa a ser probabilidades.",
    "loss.l.title": "{symbol}: términos de la pérdida",
    "loss.l.purpose": "Lo que aporta cada salida a la pérdida.",
    "loss.inner.title": "{symbol}: valor intermedio",
    "loss.inner.purpose": "Un valor que la pérdida necesita.",
    # Backward
    "backward.loss.title": "∂{loss}/∂{symbol}: donde empieza el camino de vuelta",
    "backward.loss.purpose": (
        "¿Cuánto cambia la pérdida si {symbol} cambia un poco? La respuesta es lo primero que se "
        "pasa hacia atrás."
    ),
    "backward.value.title": "A través de la capa {layer}, hasta {symbol}",
    "backward.value.purpose": (
        "Lo que llega a {output} se multiplica por la derivada local y sigue hacia atrás."
    ),
    "backward.parameter.title": "Gradiente de {symbol}",
    "backward.parameter.purpose": (
        "Lo que llega a {output} se multiplica por la derivada local respecto de {symbol}; el "
        "resultado se guarda para la actualización."
    ),
    "backward.sum.title": "{symbol} se usa varias veces: se suman las aportaciones",
    "backward.sum.purpose": (
        "{count} capas leen {symbol}; cada una devuelve una derivada, y la derivada total es su suma."
    ),
    "backward.batch": "El producto de matrices suma las {count} muestras: un parámetro actúa en todas.",
    "line.arrives": "lo que llega",
    "line.arrives.loss": "lo que llega: la pérdida misma",
    "line.local": "derivada local",
    "line.local.sample": "derivada local de la muestra {sample}",
    "line.product": "producto",
    "line.stored": "se guarda: es el gradiente de {symbol}",
    "line.passed": "sigue hacia atrás, a {place}",
    "line.stored.sentence": "{entry} se guarda: es un elemento del gradiente de {symbol}.",
    "line.passed.sentence": "{entry} sigue hacia atrás, a {place}.",
    "line.ends": "aquí termina el camino",
    "line.all_samples": "todas las muestras",
    "why.transposed.left": (
        "¿Por qué la traspuesta? En la fórmula general la suma recorre {index}, el {place} índice "
        "de {entry}; un producto de matrices recorre el segundo índice de su primer factor. Por "
        "eso aparece {result}."
    ),
    "why.transposed.right": (
        "¿Por qué la traspuesta? En la fórmula general la suma recorre {index}, el {place} índice "
        "de {entry}; un producto de matrices recorre el primer índice de su segundo factor. Por "
        "eso aparece {result}."
    ),
    "why.plain.left": (
        "Aquí no hace falta trasponer: la suma recorre {index}, el {place} índice de {entry}, y "
        "eso es lo que recorre un producto con {matrix} a la izquierda."
    ),
    "why.plain.right": (
        "Aquí no hace falta trasponer: la suma recorre {index}, el {place} índice de {entry}, y "
        "eso es lo que recorre un producto con {matrix} a la derecha."
    ),
    "why.outer": (
        "No hay suma: cada elemento {entry} es un solo producto, {product}. Una columna por una "
        "fila, {matrices}, da la tabla de todos esos productos."
    ),
    "why.outer.batch": (
        "Cada muestra aporta una tabla de productos; {matrices} suma las {count} tablas, y la "
        "traspuesta pone el índice de la muestra donde el producto suma."
    ),
    "ordinal.first": "primer",
    "ordinal.second": "segundo",
    "collapse.softmax": (
        "Los denominadores {prediction} se cancelan, y como los objetivos {target} de cada muestra "
        "suman 1, queda la diferencia. Por eso no hace falta calcular ninguno de los dos factores."
    ),
    "collapse.sigmoid": (
        "El denominador es justo la derivada de la sigmoide y se cancela: queda la diferencia "
        "entre {prediction} y {target}."
    ),
    # Paths
    "paths.title": "Un solo elemento, camino a camino: {entry}",
    "paths.purpose": (
        "De {entry} a {loss} hay {count} caminos. Se multiplica a lo largo de cada camino y se "
        "suman los caminos."
    ),
    "paths.purpose.one": "De {entry} a {loss} hay un solo camino: basta multiplicar a lo largo de él.",
    "paths.path": "camino",
    "paths.contribution": "aporte",
    "paths.via": "vía {stops}",
    "paths.sum": "suma",
    "paths.others": "los otros {count} caminos",
    "paths.caption": "Cada camino con sus factores, su producto y la suma.",
    "paths.caption.route": "Ruta {number} de {of}: {route}.",
    "paths.too_many": (
        "Por aquí hay {count} caminos, demasiados para recorrerlos uno a uno. La retropropagación "
        "los suma sin recorrerlos: eso es δ."
    ),
    "paths.fold": (
        "Los factores que todos los caminos comparten se sacan de la suma, capa a capa. Lo que "
        "queda en cada línea se calcula una sola vez y sirve para todos los elementos: así se "
        "llega al gradiente de {entry}."
    ),
    "every.title": "Todas las derivadas parciales",
    "every.purpose": "Cada derivada de {loss}, con los factores de todos sus caminos; un camino por sumando.",
    # Forms and checks
    "forms.title": "Las dos formas: VJP y δ",
    "forms.purpose": (
        "Para una muestra, la misma cuenta escrita con filas (producto vector-Jacobiana) y con columnas (δ)."
    ),
    "forms.quantity": "derivada",
    "forms.vjp": "forma VJP",
    "forms.delta": "forma δ",
    "forms.caption": "Cada forma se evaluó con estos números: una da la traspuesta de la otra.",
    "check.yes": "✓",
    "check.no": "✗",
    "check.agrees": "diferencias finitas ✓",
    "check.fails": "las diferencias finitas NO coinciden ✗",
    "check.kink": (
        "En {entry} hay un quiebro: por la izquierda la derivada es {left}, por la derecha "
        "{right}. El valor {value} está entre ambas y es válido."
    ),
    # Update and summary
    "update.title": "Nuevo {symbol}",
    "update.purpose": "Se da un paso contra el gradiente: así baja la pérdida, si el paso es pequeño.",
    "after.values": "Con los parámetros actualizados, el paso hacia delante da:",
    "after.down": "La pérdida {loss} baja de {before} a {after}.",
    "after.up": "La pérdida {loss} sube de {before} a {after}: el paso es demasiado grande.",
    "after.same": "La pérdida {loss} sigue en {before}.",
    "summary.caption": "{shown} de {total} parámetros",
    "summary.agrees": "Todos los gradientes mostrados coinciden con sus diferencias finitas.",
    "summary.fails": "Algún gradiente no coincide con sus diferencias finitas.",
    "steps.caption": "La pérdida en cada paso",
    "steps.step": "paso",
    "steps.before": "{loss} antes",
    "steps.after": "{loss} después",
    "steps.title": "Paso {number}",
    "steps.purpose": "Los mismos cálculos con los parámetros que dejó el paso anterior.",
    "steps.rest": "Los otros {count} pasos están solo en la tabla.",
    "printed.intro": (
        "Estas cifras las imprimió un programa para esta misma red. No son el gradiente de la red: "
        "se muestran junto a lo correcto."
    ),
    "printed.label": "{label}",
    "printed.equal": "Coincide con lo correcto.",
    "printed.opposite": "Es lo correcto con el signo contrario.",
    "printed.differs": "No es {symbol}, ni siquiera con el signo contrario.",
    "printed.after": (
        "Después el programa movió los pesos e imprimió lo siguiente. Estas cifras salen con "
        "{sign} en todas las actualizaciones: peso {sign} tasa × gradiente impreso."
    ),
    # Entrenamiento
    "train.the_loss": "la pérdida",
    "train.the_validation_loss": "la pérdida de validación",
    "train.stopped.not_yet": "aún no ha parado",
    "train.stopped.epochs": "se completaron las {count} épocas",
    "train.stopped.finite": "un número no es finito",
    "train.stopped.tolerance": "la pérdida alcanzó la tolerancia {tolerance}",
    "train.stopped.patience": "{loss} no ha bajado en {count} épocas",
    "train.stopped.callback": "lo pidió la función callback",
    "train.stopped.interrupted": "se interrumpió desde el teclado",
    "train.interrupted": (
        "El entrenamiento se interrumpió en la época {epoch}, tras {steps} pasos. Los parámetros son los de ese "
        "momento y se pueden usar."
    ),
    "train.place.layer": "la capa {index}, {name}",
    "train.place.loss": "la pérdida, {name}",
    "train.where.parameter": "el parámetro {name} de {place}",
    "train.where.output": "la salida de {place}",
    "train.where.gradient": "el gradiente de {name}, de {place}",
    "train.where.norm": "el tamaño del gradiente",
    "train.finite": (
        "El entrenamiento paró en la época {epoch}, paso {step}: hay un número que no es finito en {where}."
    ),
    "train.finite.losses": "La pérdida era {first} en el primer lote y {last} en el último.",
    "train.finite.remedy": "Usa una tasa menor que {rate}, o clip=1.",
    "train.finite.start": "Ya era así al comenzar: usa parámetros menores, o números de −1 a 1 aproximadamente en X.",
    "train.finite.logits": "Una pérdida de logits sigue siendo finita donde una probabilidad llega a 0.",
    "train.growing": (
        "La pérdida ha subido de {first} en la primera época a {last} en la época {epoch}: la tasa {rate} es demasiado "
        "grande. Prueba con {less}."
    ),
    "train.flat": (
        "En la época {epoch}, {count} de las {units} neuronas de {place} están {how}: su pendiente es menor que {flat} "
        "en las {samples} muestras vistas, y apenas pasa gradiente."
    ),
    "train.flat.dead": "muertas",
    "train.flat.saturated": "saturadas",
    "train.flat.dead.remedy": "Usa una tasa menor, initial='he_uniform', o leaky_relu en su lugar.",
    "train.flat.saturated.remedy": (
        "Lleva X a números de −1 a 1 aproximadamente, comienza con parámetros menores, o usa una tasa menor."
    ),
    "bar.epoch": "época {epoch}/{epochs}",
    "bar.loss": "pérdida {loss}",
    "bar.validation": "validación {loss}",
    "bar.left": "quedan {time}",
    "bar.done": "{epochs} épocas en {time}",
    # La línea de órdenes
    "cli.train.data": "{rows} filas, {inputs} entradas.",
    "cli.train.classes": "{target} tiene {count} clases: {labels}.",
    "cli.train.regression": "Números a predecir: {targets}.",
    "cli.train.held": "{rows} filas se apartan para validar.",
    "cli.train.network": "Red {shape}, {count} parámetros.",
    "cli.train.stopped": "Paró tras {epochs} épocas: {reason}.",
    "cli.train.done": "{epochs} épocas.",
    "cli.train.score": "Entrenamiento: pérdida {loss}, {score}.",
    "cli.train.score_held": "Validación: pérdida {loss}, {score}.",
    "cli.train.accuracy": "exactitud {share}",
    "cli.train.r2": "R² {number}",
    "cli.train.written": "El modelo está en {file}.",
    "cli.train.lost": "No se escribió ningún modelo: los parámetros ya no son números finitos.",
    # Comprobación de gradientes
    "gradient.verdict.correct": "El gradiente es correcto",
    "gradient.verdict.faulty": "El gradiente está mal",
    "gradient.verdict.unclear": "No se puede juzgar el gradiente",
    "gradient.summary": (
        "Se comprobaron {checked} de {total} derivadas parciales. Pérdida {loss}; se calculó {calls} veces."
    ),
    "gradient.section.findings": "Lo que se encontró",
    "gradient.section.entries": "Elementos",
    "gradient.section.parameters": "Parámetros",
    "gradient.table.entry": "elemento",
    "gradient.table.given": "dado",
    "gradient.table.measured": "medido",
    "gradient.table.bound": "± a lo sumo",
    "gradient.table.ratio": "dado / medido",
    "gradient.table.parameter": "parámetro",
    "gradient.table.shape": "forma",
    "gradient.table.size": "elementos",
    "gradient.table.checked": "vistos",
    "gradient.table.right": "bien",
    "gradient.table.small": "muy pequeños",
    "gradient.table.wrong": "mal",
    "gradient.caption": "{shown} de {count} elementos equivocados; primero, los que más se apartan.",
    "gradient.sampled": (
        "Se movieron {checked} de {total} elementos uno a uno; los demás, todos a la vez, a lo largo de una recta."
    ),
    "gradient.small": (
        "Elementos demasiado pequeños para juzgarlos: {count}. Coinciden, pero otros números muy distintos también."
    ),
    "gradient.kinks": (
        "Elementos en un quiebre: {count}. Ahí vale cualquier número entre las pendientes de ambos lados."
    ),
    "gradient.whole": "todos los parámetros",
    "gradient.times": ", por {factor}",
    "gradient.axis.rows": "las filas",
    "gradient.axis.columns": "las columnas",
    "gradient.axis.entries": "los elementos",
    "gradient.axis.row": "la fila {number}",
    "gradient.axis.column": "la columna {number}",
    "gradient.factor": "El gradiente de {name} es {factor} veces el correcto, en todos sus elementos.",
    "gradient.sign": "El gradiente de {name} tiene el signo contrario, en todos sus elementos.",
    "gradient.transpose": "El gradiente de {name} es la transpuesta del correcto{times}.",
    "gradient.order": (
        "El gradiente de {name} tiene los números correctos en otro orden{times}: "
        "aplanado por columnas y rellenado por filas, o al revés."
    ),
    "gradient.permutation": (
        "El gradiente de {name} tiene {axis} en otro orden{times}: los del correcto, contados desde 0, "
        "en el orden {order}."
    ),
    "gradient.another": "Lo que se da para {name} es el gradiente de {other}{times}.",
    "gradient.another_transposed": "Lo que se da para {name} es el gradiente transpuesto de {other}{times}.",
    "gradient.swapped": "Los gradientes de {name} y {other} están intercambiados.",
    "gradient.zero": "El gradiente de {name} es 0 en todos sus elementos; uno de ellos debería ser {expected}.",
    "gradient.regulariser": (
        "El gradiente de {name} es el correcto más {factor} veces {name}: "
        "la derivada de una penalización que a la pérdida le falta, o que le falta al gradiente."
    ),
    "gradient.line": (
        "El gradiente de {name} está mal solo en {line}: {count} de {of} elementos. "
        "{place} es {found}; debería ser {expected}."
    ),
    "gradient.entries": (
        "El gradiente de {name} está mal en {count} de {of} elementos. {place} es {found}; debería ser {expected}."
    ),
    "gradient.not_finite": "El gradiente de {name} no es finito en {count} de {of} elementos: {place} es {found}.",
    "gradient.structure": "El gradiente no está armado como los parámetros: {what}.",
    "gradient.shape": "El gradiente de {name} tiene la forma {given}; el parámetro tiene {wanted}.",
    "gradient.shape_squeezed": (
        "El gradiente de {name} tiene los números correctos con la forma {given}; el parámetro tiene {wanted}."
    ),
    "gradient.shape_transposed": (
        "El gradiente de {name} tiene la forma {given} en lugar de {wanted}: transpuesto es correcto."
    ),
    "gradient.shape_reshaped": (
        "El gradiente de {name} tiene la forma {given} en lugar de {wanted}: los números y su orden son correctos."
    ),
    "gradient.shape_unsummed": (
        "El gradiente de {name} tiene la forma {given} en lugar de {wanted}: falta una suma, "
        "como la que recorre las muestras. Sumado es correcto."
    ),
    "gradient.random": (
        "Dos llamadas a la pérdida con los mismos parámetros dieron {first} y {second}. "
        "Una función aleatoria no tiene gradiente que comprobar: antes hay que fijar su semilla o su máscara."
    ),
    "gradient.random_gradient": "Dos llamadas al gradiente con los mismos parámetros dieron valores distintos.",
    "gradient.accumulated": (
        "Cada llamada al gradiente se suma a la anterior: algo no vuelve a 0. Se comprobó la primera llamada."
    ),
    "gradient.mutated": (
        "{who} escribe en sus argumentos: {names}. La comprobación trabaja con copias; tu programa quizá no."
    ),
    # Diagnosis
    "mistake.wrong_formula": "otra fórmula",
    "mistake.unexplained": "sin explicación",
    "mistake.pre_activation_where_activation_belongs": "preactivación donde va la activación",
    "mistake.wrong_layers_input": "entrada de otra capa",
    "mistake.wrong_weights": "otros pesos",
    "mistake.bias_not_used": "sesgo sin usar",
    "mistake.softmax_wrong_axis": "softmax por otro eje",
    "mistake.wrong_activation": "otra activación",
    "mistake.wrong_sample_or_target": "otra muestra u otro objetivo",
    "mistake.results_unpacked_in_the_wrong_order": "resultados en otro orden",
    "mistake.missing_output_derivative": "falta la derivada de la salida",
    "mistake.loss_and_delta_do_not_match": "la pérdida y el delta no casan",
    "mistake.sign_flipped": "signo cambiado",
    "mistake.target_broadcast": "formas que NumPy extiende",
    "mistake.derivative_returns_the_value": "la derivada devuelve el valor",
    "mistake.wrong_activations_derivative": "derivada de otra activación",
    "mistake.derivative_at_activation": "derivada en otro punto",
    "mistake.softmax_derivative_elementwise": "derivada de la softmax elemento a elemento",
    "mistake.wrong_layers_delta": "capas que no van juntas",
    "mistake.delta_never_propagated": "el delta no se propaga",
    "mistake.derivative_incomplete": "derivada incompleta",
    "mistake.error_passed_back_instead_of_delta": "se propaga el error, no el delta",
    "mistake.update_before_use": "actualización antes de usar",
    "mistake.transposed_gradient": "traspuesta",
    "mistake.wrong_factor": "un factor de más",
    "mistake.missing_paths": "faltan caminos",
    "mistake.own_activation_instead_of_input": "la propia activación, no la entrada",
    "mistake.bias_mean_weights_sum": "media en unos, suma en otros",
    "mistake.bias_summed_over_units_too": "sesgo sumado sobre las neuronas",
    "mistake.inner_instead_of_outer_product": "producto interno, no externo",
    "mistake.bias_gradient_from_weight_gradient": "gradiente del sesgo sacado del de los pesos",
    "mistake.wrong_parameter_updated": "parámetro equivocado",
    "mistake.wrong_bias_column_removed": "se quitó otra columna",
    "mistake.rate_inside_delta": "la tasa dentro del delta",
    "mistake.bias_never_updated": "el sesgo no se actualiza",
    "mistake.update_stored_under_another_name": "actualización con otro nombre",
    "mistake.wrong_base_in_update": "otro punto de partida",
    "mistake.stale_or_undefined_variable": "nombre sin valor, o con uno anterior",
    "mistake.accumulator_not_reset": "acumulador sin poner a 0",
    "mistake.wrong_shape": "una forma que no es la suya",
    "mistake.not_finite": "números que no son finitos",
    "mistake.not_repeatable": "números distintos cada vez",
    "mistake.nothing_returned": "no devuelve nada",
    "fault.wrong_formula": (
        "{name} (capa {layer}) no es lo que corresponde, aunque una fórmula parecida da tus números."
    ),
    "fault.unexplained": "{name} (capa {layer}) no es correcto, y ningún error conocido da tus números.",
    "fault.pre_activation_where_activation_belongs": (
        "{name} (capa {layer}) usa la preactivación z donde va la activación a."
    ),
    "fault.wrong_layers_input": "{name} (capa {layer}) lee la salida de otra capa, no la de la anterior.",
    "fault.wrong_weights": (
        "{name} (capa {layer}) usa otros pesos: vuelve por la misma matriz por la que se avanzó."
    ),
    "fault.bias_not_used": "{name} (capa {layer}) no suma el sesgo.",
    "fault.softmax_wrong_axis": (
        "{name} (capa {layer}): la suma de la softmax corre por otro eje. Cada muestra suma 1 "
        "sobre sus neuronas."
    ),
    "fault.wrong_activation": "{name} (capa {layer}) se calcula con otra activación que la de la red.",
    "fault.wrong_sample_or_target": (
        "{name} (capa {layer}) toma datos de otra muestra, o le falta alguna: empareja cada "
        "entrada con su objetivo."
    ),
    "fault.results_unpacked_in_the_wrong_order": (
        "{name} (capa {layer}): dos valores tienen el nombre cambiado. Mira en qué orden los "
        "devuelve la función."
    ),
    "fault.missing_output_derivative": (
        "{name} (capa {layer}) es el error sin la derivada de la activación de salida. Con "
        "otra pérdida sería correcto."
    ),
    "fault.loss_and_delta_do_not_match": (
        "{name} (capa {layer}) es la derivada de otra pérdida, no de la que se usa."
    ),
    "fault.sign_flipped": "{name} (capa {layer}) tiene el signo contrario al de los demás.",
    "fault.target_broadcast": (
        "{name} (capa {layer}): NumPy extendió un arreglo con otra forma, y cada muestra se "
        "compara con todas. Iguala las formas antes de restar."
    ),
    "fault.derivative_returns_the_value": (
        "{name} (capa {layer}): la derivada de la activación devuelve el valor, no la derivada."
    ),
    "fault.wrong_activations_derivative": (
        "{name} (capa {layer}) usa la derivada de otra activación, o ninguna."
    ),
    "fault.derivative_at_activation": (
        "{name} (capa {layer}): la derivada se toma en otro punto, en a donde pide z o al revés."
    ),
    "fault.softmax_derivative_elementwise": (
        "{name} (capa {layer}) usa solo la diagonal p(1 − p). En una softmax cada salida "
        "depende de todas las entradas."
    ),
    "fault.wrong_layers_delta": (
        "{name} (capa {layer}) combina valores de capas que no van juntas: el delta de una con "
        "la activación anterior a ella."
    ),
    "fault.delta_never_propagated": (
        "{name} (capa {layer}): el error no llega hasta aquí, aunque la pérdida no es 0."
    ),
    "fault.derivative_incomplete": (
        "{name} (capa {layer}): a la derivada de la activación le falta un factor o un término."
    ),
    "fault.error_passed_back_instead_of_delta": (
        "{name} (capa {layer}) recibe de la capa de arriba el error, antes de multiplicarlo "
        "por la derivada: debe recibir su delta."
    ),
    "fault.update_before_use": (
        "{name} (capa {layer}) usa los pesos ya actualizados. Calcula todos los gradientes "
        "antes de cambiar un peso."
    ),
    "fault.transposed_gradient": (
        "{name} (capa {layer}) está traspuesto. En matrices cuadradas no se nota por la forma."
    ),
    "fault.wrong_factor": "{name} (capa {layer}) tiene un factor que los demás no tienen.",
    "fault.missing_paths": (
        "{name} (capa {layer}) cuenta solo algunos caminos hasta la pérdida: suma sobre todas "
        "las neuronas de la capa siguiente."
    ),
    "fault.own_activation_instead_of_input": (
        "{name} (capa {layer}) usa la activación de la propia capa, o ninguna, donde va la "
        "entrada de la capa."
    ),
    "fault.bias_mean_weights_sum": (
        "{name} (capa {layer}) se divide por otro número que los demás gradientes: media en "
        "uno, suma en otro."
    ),
    "fault.bias_summed_over_units_too": (
        "{name} (capa {layer}) se suma también sobre las neuronas: un solo número para todas. "
        "Suma solo sobre las muestras."
    ),
    "fault.inner_instead_of_outer_product": (
        "{name} (capa {layer}) es un producto interno, un número, donde va el producto externo, una matriz."
    ),
    "fault.bias_gradient_from_weight_gradient": (
        "{name} (capa {layer}) sale del gradiente de los pesos. El del sesgo es la suma del "
        "delta sobre las muestras."
    ),
    "fault.wrong_parameter_updated": (
        "{name} (capa {layer}): se usa o se cambia el parámetro equivocado, quizá al copiar la línea."
    ),
    "fault.wrong_bias_column_removed": (
        "{name} (capa {layer}): se quitó otra fila o columna que la del sesgo."
    ),
    "fault.rate_inside_delta": (
        "{name} (capa {layer}) contiene la tasa de aprendizaje, que solo va en la actualización."
    ),
    "fault.bias_never_updated": "{name} (capa {layer}): el sesgo se queda como estaba.",
    "fault.update_stored_under_another_name": (
        "{name} (capa {layer}): el parámetro no cambia. ¿Se guarda la actualización con otro nombre?"
    ),
    "fault.wrong_base_in_update": "{name} (capa {layer}): el paso no parte del propio parámetro.",
    "fault.stale_or_undefined_variable": (
        "{name} (capa {layer}) usa el valor que una variable tenía antes, en otra muestra o vuelta."
    ),
    "fault.accumulator_not_reset": (
        "{name} (capa {layer}) se acumula de muestra en muestra: ponlo a 0 antes de cada una."
    ),
    "fault.contrast": "{message} {contrast}",
    "contrast.missing_factor": "Falta el factor {what}.",
    "contrast.missing_term": "Falta el término {what}.",
    "contrast.surplus_factor": "Sobra el factor {what}.",
    "contrast.surplus_term": "Sobra el término {what}.",
    "contrast.instead": "{found} está donde corresponde {right}.",
    "fault.shape": (
        "{name} tiene la forma {came}; le corresponde {wanted}. Iguala las formas antes de restar o multiplicar."
    ),
    "fault.turned": "{name} tiene la forma {came}, traspuesta: le corresponde {wanted}.",
    "fault.not_finite": (
        "{name} tiene entradas que no son finitas. Busca en la línea que lo calcula una división entre 0, un "
        "logaritmo de 0 o un desbordamiento."
    ),
    "fault.uphill": (
        "El paso va cuesta arriba: la pérdida crece. Cambia el signo del gradiente o el de la "
        "actualización, no los dos."
    ),
    "fault.exchanged": (
        "{names}: cada uno tiene los números del otro. Mira en qué orden los devuelve la función."
    ),
    "fault.nothing": "La función no devuelve nada que se pueda comprobar: {names}.",
    "fault.random": (
        "La función da cada vez otros números: {name}. Fija la semilla y empieza cada llamada de cero."
    ),
    "note.sign": "Todo lleva el signo contrario: está bien si la actualización suma en lugar de restar.",
    "note.factor": "Correcto salvo el factor común {factor}, que puede ir en la tasa de aprendizaje.",
    "note.mutates": "La función cambia lo que recibe: {names}.",
    "note.vague": "Demasiado pequeño para juzgarlo en este punto: {names}.",
    "note.stopped_time": (
        "La búsqueda se detuvo antes de terminar: se acabó el tiempo. Con más segundos puede encontrar más."
    ),
    "note.stopped_size": (
        "La búsqueda se detuvo antes de terminar: estas matrices son demasiado grandes para probar todos los pares "
        "de cambios. El mismo código en una red más pequeña se examina por completo."
    ),
    "diagnosis.title": "Diagnóstico",
    "diagnosis.findings": "Hallazgos",
    "diagnosis.evidence": "Por ejemplo",
    "diagnosis.entry": "elemento",
    "diagnosis.yours": "tuyo",
    "diagnosis.right": "correcto",
    "diagnosis.trust": "Confianza",
    "diagnosis.where": "{name}: {mistake}",
    "diagnosis.correct": "Correcto.",
    "diagnosis.faulty": "Hay errores.",
    "diagnosis.unclear": "No se puede decidir.",
    "diagnosis.found": "Tus números",
    "diagnosis.expected": "Lo que corresponde",
    "diagnosis.remedy": "Escribe",
    "diagnosis.worked": "Solución resuelta",
    "diagnosis.step": "En la página que escribe pizarra explain: #{step}.",
    "diagnosis.rivals": "También lo explicaría: {names}.",
    "diagnosis.rivals.one": "{mistake}",
    "diagnosis.rivals.more": "{mistake}; {others}",
    "diagnosis.confirmed": "Comprobado en {count} puntos.",
    # Gráficos
    "plot.epoch": "época",
    "plot.loss": "pérdida",
    "plot.training": "entrenamiento",
    "plot.validation": "validación",
    "plot.least": "menor pérdida de validación, {loss}",
    "plot.rate": "tasa de aprendizaje",
    "plot.prediction": "predicción",
    "plot.step": "paso {number}",
    "plot.layer": "capa {index}: {parameters}",
    "plot.layers": "de la entrada a la salida",
    "plot.gradient": "tamaño del gradiente (raíz cuadrática media)",
    "program.title": "{name}",
    "program.where": "Dónde",
    "program.line": "Línea {line}.",
    "program.file": "{file}, línea {line}.",
    "program.cell": "Celda {cell}, línea {line}.",
    "program.at_line": "Línea {line}",
    "program.at_file": "{file}, línea {line}",
    "program.at_cell": "Celda {cell}, línea {line}",
    "program.nowhere": "Ninguna línea sola.",
    "program.network": "Leído como una red {sizes} ({activations}), pérdida {loss}.",
    "program.network_implied": (
        "Leído como una red {sizes} ({activations}); el programa no calcula ninguna pérdida conocida:"
        " se tomó {loss}."
    ),
    "program.left_out": "{place} se omitió: {text}",
    "program.bridged": (
        "{place} pone un arreglo de un número donde va un número; las versiones nuevas de NumPy lo rechazan."
    ),
    "program.raised": "{place} produce {text}",
    "program.undefined": "{name} se usa y nada lo define.",
    "program.timeout": "El programa no terminó a tiempo y no se registró nada.",
    "program.died": (
        "El programa terminó sin aviso (sin memoria, o detenido desde dentro) y no se registró nada."
    ),
    "program.no_target": "La predicción no se compara con ningún objetivo.",
    "program.rounds": "El primer paso es correcto y el segundo no se entendió.",
    "program.other_weights": "Dicho con otros pesos: con los del programa lo que está mal parece correcto,"
    " porque dos pérdidas tienen ahí el mismo gradiente o una matriz de pesos es su propia traspuesta.",
    "program.tried": "Nada hace que ocurra {call}, así que se probó: con datos de forma {x} y objetivos de forma {t}.",
    "program.nothing_moves": "Todos los pasos que se vieron, y los gradientes, son cero: nada se puede decir.",
    "mistake.dropout_mask_missing_backward": "falta la máscara de dropout hacia atrás",
    "mistake.dropout_scale_mismatch": "falta la escala de dropout en un sentido",
    "mistake.regulariser_gradient": "la penalización en lugar de su pendiente",
    "mistake.regulariser_gradient_missing": "falta la pendiente de la penalización",
    "mistake.in_place_aliasing": "un arreglo cambiado en su sitio y usado después",
    "fault.dropout_mask_missing_backward": (
        "{name} (capa {layer}): lo que dropout apagó recibe gradiente. Multiplica por la máscara del paso adelante."
    ),
    "fault.dropout_scale_mismatch": (
        "{name} (capa {layer}): el paso adelante divide por lo que se conserva y el paso atrás no, o al revés."
    ),
    "fault.regulariser_gradient": (
        "{name} (capa {layer}) suma la penalización misma, un número, donde va su pendiente, un arreglo."
    ),
    "fault.regulariser_gradient_missing": (
        "{name} (capa {layer}): la pérdida tiene una penalización de los pesos y el gradiente no."
    ),
    "fault.in_place_aliasing": (
        "{name} (capa {layer}) usa un arreglo que se cambió en su sitio después del paso adelante."
    ),
    "program.opaque": "La predicción pasa por una función cuya derivada no se conoce.",
    "program.loss": (
        "No se calcula ninguna pérdida, y ninguna conocida tiene un gradiente como alguno de los pasos."
    ),
    "program.no_update": (
        "No se vio ningún paso de ningún parámetro: nada cambia por lo que depende de sí mismo y de un objetivo."
    ),
    "mistake.empty_gradient": "un gradiente vacío",
    "fault.empty_gradient": (
        "{name} (capa {layer}) es un arreglo sin nada dentro: lo que va ahí nunca se escribió."
    ),
    "mistake.generator_as_array": "un generador donde va un arreglo",
    "fault.generator_as_array": (
        "{name} recibe un generador, del que NumPy no hace un arreglo de números: ponlo entre corchetes."
    ),
    "program.python_2": "{place} es de Python 2 y se leyó como se escribe hoy: {text}",
    "program.stood_in": "{name} no está instalado aquí: lo que el programa toma de él fue sustituido.",
    "program.drawn_otherwise": (
        "{name} no está instalado aquí: lo que el programa toma de él fue sustituido. Donde sortea números, son "
        "otros."
    ),
    "program.old_name": "{place}: las versiones nuevas de NumPy no tienen {name}.",
    "mistake.weights_never_updated": "los pesos no se actualizan nunca",
    "fault.weights_never_updated": "{name} (capa {layer}): los pesos se quedan como estaban.",
    "program.stored": (
        "Hay salidas guardadas en el cuaderno que una ejecución desde arriba no da, en las celdas {cells}: "
        "la celda {cell} tiene {before} donde sale {after}."
    ),
    "program.order": (
        "Las celdas {cells} se ejecutaron antes que otras de más arriba, así que las salidas guardadas "
        "pueden ser de otro estado; aquí se ejecutó desde el principio."
    ),
    "program.not_called": "{place}: nada crea un objeto de {name}; lo que haría no se vio.",
    "program.no_file": (
        "{place} pide un archivo que no está y no se entrenó nada: {text}. Da el archivo, o un "
        "sustituto de su arreglo: --stub NOMBRE=100x4."
    ),
    "program.no_module": (
        "{place} pide un módulo que este intérprete no tiene y no se entrenó nada: {text}. Di "
        "qué intérprete lo tiene: --python."
    ),
    "program.by_differences": (
        "Los gradientes son diferencias de la pérdida, con parámetros movidos un poco; no hay paso atrás que revisar."
    ),
    "program.stopped": "{place} produce {text}, y antes de eso no se entrenó nada.",
    "program.no_backward": "Hay paso adelante ({names}) y no hay paso atrás: ningún parámetro cambia nunca.",
    "program.never_stepped": (
        "Se calculan gradientes ({names}), pero ningún parámetro da nunca un paso con ellos; de ningún número que se "
        "calcula se pudo saber que es su pérdida."
    ),
    "program.never_stepped_compared": (
        "Se calculan gradientes ({names}), pero ningún parámetro da nunca un paso con ellos. Comparados con la "
        "pendiente de la pérdida, son correctos, salvo un factor común: {compared}."
    ),
    "program.stubbed": "En lugar de {name} hay números al azar de la forma {shape}.",
    "program.not_run": "El programa no se ejecutó: se miró lo que muestra su texto.",
    "program.network_cut": "El programa se ejecutó sin acceso a internet.",
    "program.network_open": "El programa se ejecutó con acceso a internet, que aquí no se pudo cortar.",
    "program.places": "{place}; {others}",
    "program.called": "La llaman: {places}.",
    "program.change_lines": "{place}, en lugar de lo que hay:",
    "program.add_lines": "{place}, antes de lo que hay:",
    "program.drop_line": "{place}: quita esta línea.",
    "program.own_error": (
        "No se pudo leer este programa: {text}. Es un error de pizarra, no del programa; avísanos, si puedes con el "
        "programa."
    ),
    "program.bridged_integers": (
        "{place} cambia un arreglo de enteros con fracciones, lo que NumPy rechaza: créalo con decimales, como 0.0."
    ),
    "program.bridged_generator": (
        "{place} da a NumPy un generador, que las versiones nuevas rechazan: ponlo entre corchetes."
    ),
    "program.worked": "Desarrollo",
    "program.confirmed": (
        "Confirmado: con las líneas propuestas el programa se ejecutó otra vez, y sus gradientes son correctos."
    ),
    "program.no_numpy": "El intérprete no tiene NumPy, que el registro necesita: di cuál lo tiene con --python.",
    "program.no_layer": (
        "{place} calcula lo que ninguna capa dice, así que no hay desarrollo. Lo que se conoce: productos con pesos, "
        "sesgos y activaciones, uno tras otro."
    ),
    "program.masked": (
        "{place} multiplica valores por un arreglo de fuera, como una máscara de dropout, que ninguna capa dice: no "
        "hay desarrollo. Quita la máscara o ponla a unos."
    ),
    "program.no_loss": (
        "La pérdida no es ninguna conocida (error cuadrático, entropía cruzada, entropía cruzada binaria), así que no "
        "hay desarrollo."
    ),
    "program.other_gradient": (
        "La red leída tiene otros gradientes que la pérdida del programa, así que no hay desarrollo."
    ),
    "program.read.of": (
        "Esta es la red de {name}, con sus números antes del primer paso; los lugares se cuentan desde 0."
    ),
    "program.read.implied": "El programa no calcula ninguna pérdida: se tomó aquella de la que vienen sus pasos.",
    "program.read.inside": (
        "Los sesgos de la capa {layer} están entre sus pesos en el programa, donde los encuentran unos; "
        "aquí van aparte."
    ),
    "program.read.wrong": (
        "El programa no calcula estos gradientes: pizarra check dice qué líneas difieren. Aquí están los de la red que "
        "calcula hacia delante."
    ),
    "program.read.rate": (
        "El programa mueve sus parámetros con un optimizador propio; aquí van contra el gradiente, con {rate}."
    ),
    "program.read.no_rate": "La tasa del programa no se ve en sus pasos; aquí los parámetros se mueven con {rate}.",
    "program.read.rates": (
        "El programa mueve unos parámetros más que otros; aquí todos van con la tasa de la mayoría."
    ),
    "program.read.penalty": (
        "La pérdida del programa tiene además una penalización de los pesos, con su propia pendiente, "
        "que aquí se deja fuera."
    ),
    "fault.wrong_shape": (
        "{name} (capa {layer}): aquí NumPy extendió una forma sobre otra, y el paso tiene"
        " más entradas que lo que cambia."
    ),
    "play.title": "Campo de juego: redes que aprenden, con las matemáticas a la vista",
    "play.script": "Esta página necesita JavaScript: lo calcula todo ella misma.",
    "play.restart": "Volver al principio",
    "play.settings": "Qué se aprende, y cómo",
    "play.data": "Datos",
    "play.data.circles": "círculos",
    "play.data.xor": "o exclusivo",
    "play.data.blobs": "dos nubes",
    "play.data.spiral": "espiral",
    "play.data.plane": "plano (un número)",
    "play.data.hills": "colinas (un número)",
    "play.data.curve": "curva 300·exp(sen x)",
    "play.data.own": "puntos propios",
    "play.data.rows": "CSV …",
    "play.noise": "Ruido",
    "play.test": "Se guarda para la prueba",
    "play.seed": "Semilla",
    "play.renew": "Datos y pesos nuevos",
    "play.redraw": "Solo datos nuevos",
    "play.reweigh": "Solo pesos nuevos",
    "play.linkhow": (
        "Haz clic en un enlace, o pulsa e, y escribe su número; ↑ ↓ llevan a otro. "
        "Los gruesos pesan más, los de trazos son negativos."
    ),
    "play.sine": "sen",
    "play.features": "Entradas",
    "play.network": "Red",
    "play.layer": "Capa oculta {count}",
    "play.fewer": "Una unidad menos en la capa oculta {count}",
    "play.more": "Una unidad más en la capa oculta {count}",
    "play.deeper": "Añadir una capa",
    "play.flatter": "Quitar una capa",
    "play.activation": "Activación",
    "play.output": "Salida y pérdida",
    "play.output.tanh": "tanh, error cuadrático",
    "play.output.linear": "lineal, error cuadrático",
    "play.output.sigmoid": "sigmoide, error cuadrático",
    "play.output.logistic": "sigmoide, entropía cruzada",
    "play.learning": "Aprendizaje",
    "play.rate": "Tasa de aprendizaje",
    "play.batch": "Tamaño del lote",
    "play.penalty": "Regularización",
    "play.penalty.none": "ninguna",
    "play.strength": "Su fuerza λ",
    "play.train": "pérdida con los datos de entrenamiento",
    "play.testing": "pérdida con los datos de prueba",
    "play.showtest": "Mostrar los datos de prueba",
    "play.discrete": "Solo dos colores",
    "play.step": "Paso",
    "play.epoch": "vueltas a los datos",
    "play.trainloss": "Pérdida de entrenamiento",
    "play.testloss": "de prueba",
    "play.picture": "Lo que dice la red en todas partes, y los datos",
    "play.pictureunit": "Lo que dice una unidad en todas partes:",
    "play.ownhow": "Haz clic en la imagen para añadir un punto; con Mayús, uno de la otra clase.",
    "play.ownkeys": "las flechas mueven una cruz, Intro añade un punto",
    "play.clear": "Quitar todos los puntos",
    "play.rowshow": "Pega o suelta filas x₁, x₂, t (o x, t); el último número es lo que se quiere",
    "play.file": "o un archivo",
    "play.onefeature": "Hace falta una entrada.",
    "play.rows.columns": (
        "La fila {row} no tiene dos o tres columnas, o no las mismas que las anteriores. Siguen "
        "los datos de antes."
    ),
    "play.rows.cell": "Fila {row}: «{cell}» no es un número. Siguen los datos de antes.",
    "play.rows.few": "Hacen falta al menos cuatro filas. Siguen los datos de antes.",
    "play.rows.many": "Aquí caben como mucho 2000 filas. Siguen los datos de antes.",
    "play.rowslarge": "El archivo pasa de 200 kB. Siguen los datos de antes.",
    "play.range": "De {least} a {most}; sigue siendo {value}.",
    "play.wholerange": "Un número entero de {least} a {most}; sigue siendo {value}.",
    "play.toowide": "Demasiadas para dibujarlas: como mucho 32; sigue siendo {value}.",
    "web.name": "Español",
    "web.standard": "pizarra",
    "web.tools": "Cómo se escribe",
    "web.notation": "Notación",
    "web.beside": "Al lado",
    "web.nothing": "nada",
    "web.numpy": "NumPy",
    "web.language": "Idioma",
    "web.terms": "Términos",
    "web.decimals": "Decimales",
    "web.sign": "Signo decimal",
    "web.detail": "Pasos",
    "web.one": "de uno en uno",
    "web.all": "todos abiertos",
    "web.help": (
        "Teclas: izquierda y derecha para los pasos, arriba y abajo para el elemento, g, m y c para plegar, 1 a 5 para "
        "los capítulos, n para la notación, Esc para el primer caso. Con un clic se desarrolla cualquier elemento; "
        "cambia un número en los datos."
    ),
    "web.without": (
        "Sin ratón: con Tab hasta una fórmula o el dibujo, y Enter; las flechas van de número en número, Enter lo "
        "desarrolla, F2 lleva a su casilla, Esc sale."
    ),
    "web.training": "Descenso por el gradiente",
    "web.once": "Un paso",
    "web.run": "Seguir",
    "web.stop": "Parar",
    "web.undo": "Deshacer",
    "web.restart": "Volver a los datos",
    "web.edit": "Cámbialo, y todo lo sigue",
    "web.paths": "Un solo elemento, camino a camino:",
    "web.paths.purpose": "Se multiplica a lo largo de cada camino del elemento a la pérdida, y se suman los caminos.",
    "web.ways": "Llega a la pérdida por {count} rutas; se suma lo que aporta cada una.",
    "web.many": "Hay {count} caminos: demasiados para escribirlos. Los pasos anteriores los suman capa por capa.",
    "web.before": "Anterior",
    "web.after": "Siguiente",
    "web.via": "vía",
    "web.measured": "por diferencias finitas",
    "web.agrees": "coinciden",
    "web.differs": "no coinciden (¿hay un punto anguloso?)",
    "web.flat": "De trazo discontinuo, pues apenas pasa gradiente:",
    "web.dead": "(muerta: su pendiente es 0)",
    "web.saturated": "(saturada: su pendiente no llega a 0.05)",
    "web.faint": "Subrayado con puntos, pues el gradiente se desvanece (ni 1/100 del de la salida):",
    "web.table.title": "El dibujo como tabla",
    "web.table.neurons": "Neuronas",
    "web.table.connections": "Conexiones",
    "web.table.neuron": "neurona",
    "web.table.value": "valor",
    "web.table.gradient": "gradiente",
    "web.table.bias": "sesgo",
    "web.table.own": "su gradiente",
    "web.table.from": "de",
    "web.table.to": "a",
    "web.table.weight": "peso",
    "web.table.marks": "señales",
    "web.table.lit": "en un camino iluminado",
    "web.table.faint": "(el gradiente se desvanece)",
    "web.table.more": "{count} más",
    "web.caption": "Valores dentro, gradientes debajo; iluminados, los caminos de",
    "web.steps": "tras {count} pasos de entrenamiento",
    "web.curve": "La pérdida tras cada paso",
    "web.surface": "Lo que dice la red para cada par de entradas, y las muestras",
    "web.refused": "La dirección pide algo que aquí no hay. Se dejó de lado: {value}",
    "web.unkept": "Se cambiaron demasiados números, o alguno es infinito: un enlace lleva solo lo elegido.",
    "web.empty": "Vacío. Aquí hace falta un número; sigue siendo {value}.",
    "web.letters": "Esto no es un número, como 0.5 o -1e-3; sigue siendo {value}.",
    "web.large": "Demasiado grande para un número (como mucho 1.8e308); sigue siendo {value}.",
    "web.mine.title": "Comprueba tus números",
    "web.mine.help": (
        "Escribe o pega los tuyos. Con punto o coma decimal; un número redondeado es correcto si "
        "lo que corresponde se redondea a él."
    ),
    "web.mine.paste": "O pega todo: de una hoja de cálculo, o como lo imprime NumPy",
    "web.mine.clear": "Vaciar",
    "web.mine.back": "Recuperar",
    "web.mine.yours": "Tuyo:",
    "web.mine.right": "Las {count} entradas son correctas.",
    "web.mine.one": "Es correcto.",
    "web.mine.wrong": "Entradas incorrectas: {wrong} de {count}.",
    "web.mine.missing": "Aún vacías o ilegibles: {count}.",
    "web.mine.digits": "Se juzga con {count} decimales.",
    "web.mine.from": "Se juzga con tus propios números de {names}.",
    "web.mine.entry": "{entry}: pusiste {mine} y corresponde {value}.",
    "web.mine.more": "y {count} más",
    "web.mine.earlier": "El error está antes, en {it}.",
    "web.mine.drop": "Es lo que sale cuando falta {it}.",
    "web.mine.sign": "Es lo que sale cuando {it} lleva el otro signo.",
    "web.mine.negative": "Es lo que sale con el otro signo.",
    "web.mine.scale": "Es lo que sale cuando se multiplica por {it}.",
    "web.mine.zero": "Es lo que sale cuando no llega nada.",
    "web.mine.other": "Es lo que sale de otra fórmula.",
    "web.mine.gives": "da lo tuyo",
    "web.mine.belongs": "corresponde",
    "web.mine.rivals": "Los mismos números salen también de esto:",
    "web.mine.unknown": (
        "Ninguno de los errores habituales da tus números. Calcula a mano una entrada "
        "incorrecta, factor a factor."
    ),
    "web.mine.letters": "No es un número, como 0,5 o -1e-3.",
    "web.mine.large": "Demasiado grande para un número aquí (como mucho 1,8e308).",
    "web.mine.ragged": "Las filas tienen longitudes distintas.",
    "web.mine.shape": "Llegó {came}; aquí corresponde {wanted} (filas × columnas).",
    "web.mine.turned": "Llegó {came}, traspuesto: aquí corresponde {wanted} (filas × columnas).",
    "web.mine.parts": "Falta una parte (…). Imprímelo entero, con numpy.set_printoptions(threshold=10**6).",
}
