import { __commonJSMin, __require } from "./rolldown-runtime.js";

// node_modules/nunjucks/src/lib.js
var require_lib = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var ArrayProto = Array.prototype;
	var ObjProto = Object.prototype;
	var escapeMap = {
		"&": "&amp;",
		"\"": "&quot;",
		"'": "&#39;",
		"<": "&lt;",
		">": "&gt;",
		"\\": "&#92;"
	};
	var escapeRegex = /[&"'<>\\]/g;
	var _exports = module.exports = {};
	function hasOwnProp(obj, k) {
		return ObjProto.hasOwnProperty.call(obj, k);
	}
	_exports.hasOwnProp = hasOwnProp;
	function lookupEscape(ch) {
		return escapeMap[ch];
	}
	function _prettifyError(path, withInternals, err) {
		if (!err.Update) err = new _exports.TemplateError(err);
		err.Update(path);
		if (!withInternals) {
			var old = err;
			err = new Error(old.message);
			err.name = old.name;
		}
		return err;
	}
	_exports._prettifyError = _prettifyError;
	function TemplateError(message, lineno, colno) {
		var err;
		var cause;
		if (message instanceof Error) {
			cause = message;
			message = cause.name + ": " + cause.message;
		}
		if (Object.setPrototypeOf) {
			err = new Error(message);
			Object.setPrototypeOf(err, TemplateError.prototype);
		} else {
			err = this;
			Object.defineProperty(err, "message", {
				enumerable: false,
				writable: true,
				value: message
			});
		}
		Object.defineProperty(err, "name", { value: "Template render error" });
		if (Error.captureStackTrace) Error.captureStackTrace(err, this.constructor);
		var getStack;
		if (cause) {
			var stackDescriptor = Object.getOwnPropertyDescriptor(cause, "stack");
			getStack = stackDescriptor && (stackDescriptor.get || function() {
				return stackDescriptor.value;
			});
			if (!getStack) getStack = function getStack() {
				return cause.stack;
			};
		} else {
			var stack = new Error(message).stack;
			getStack = function getStack() {
				return stack;
			};
		}
		Object.defineProperty(err, "stack", { get: function get() {
			return getStack.call(err);
		} });
		Object.defineProperty(err, "cause", { value: cause });
		err.lineno = lineno;
		err.colno = colno;
		err.firstUpdate = true;
		err.Update = function Update(path) {
			var msg = "(" + (path || "unknown path") + ")";
			if (this.firstUpdate) {
				if (this.lineno && this.colno) msg += " [Line " + this.lineno + ", Column " + this.colno + "]";
				else if (this.lineno) msg += " [Line " + this.lineno + "]";
			}
			msg += "\n ";
			if (this.firstUpdate) msg += " ";
			this.message = msg + (this.message || "");
			this.firstUpdate = false;
			return this;
		};
		return err;
	}
	if (Object.setPrototypeOf) Object.setPrototypeOf(TemplateError.prototype, Error.prototype);
	else TemplateError.prototype = Object.create(Error.prototype, { constructor: { value: TemplateError } });
	_exports.TemplateError = TemplateError;
	function escape(val) {
		return val.replace(escapeRegex, lookupEscape);
	}
	_exports.escape = escape;
	function isFunction(obj) {
		return ObjProto.toString.call(obj) === "[object Function]";
	}
	_exports.isFunction = isFunction;
	function isArray(obj) {
		return ObjProto.toString.call(obj) === "[object Array]";
	}
	_exports.isArray = isArray;
	function isString(obj) {
		return ObjProto.toString.call(obj) === "[object String]";
	}
	_exports.isString = isString;
	function isObject(obj) {
		return ObjProto.toString.call(obj) === "[object Object]";
	}
	_exports.isObject = isObject;
	/**
	* @param {string|number} attr
	* @returns {(string|number)[]}
	* @private
	*/
	function _prepareAttributeParts(attr) {
		if (!attr) return [];
		if (typeof attr === "string") return attr.split(".");
		return [attr];
	}
	/**
	* @param {string}   attribute      Attribute value. Dots allowed.
	* @returns {function(Object): *}
	*/
	function getAttrGetter(attribute) {
		var parts = _prepareAttributeParts(attribute);
		return function attrGetter(item) {
			var _item = item;
			for (var i = 0; i < parts.length; i++) {
				var part = parts[i];
				if (hasOwnProp(_item, part)) _item = _item[part];
				else return;
			}
			return _item;
		};
	}
	_exports.getAttrGetter = getAttrGetter;
	function groupBy(obj, val, throwOnUndefined) {
		var result = {};
		var iterator = isFunction(val) ? val : getAttrGetter(val);
		for (var i = 0; i < obj.length; i++) {
			var value = obj[i];
			var key = iterator(value, i);
			if (key === void 0 && throwOnUndefined === true) throw new TypeError("groupby: attribute \"" + val + "\" resolved to undefined");
			(result[key] || (result[key] = [])).push(value);
		}
		return result;
	}
	_exports.groupBy = groupBy;
	function toArray(obj) {
		return Array.prototype.slice.call(obj);
	}
	_exports.toArray = toArray;
	function without(array) {
		var result = [];
		if (!array) return result;
		var length = array.length;
		var contains = toArray(arguments).slice(1);
		var index = -1;
		while (++index < length) if (indexOf(contains, array[index]) === -1) result.push(array[index]);
		return result;
	}
	_exports.without = without;
	function repeat(char_, n) {
		var str = "";
		for (var i = 0; i < n; i++) str += char_;
		return str;
	}
	_exports.repeat = repeat;
	function each(obj, func, context) {
		if (obj == null) return;
		if (ArrayProto.forEach && obj.forEach === ArrayProto.forEach) obj.forEach(func, context);
		else if (obj.length === +obj.length) for (var i = 0, l = obj.length; i < l; i++) func.call(context, obj[i], i, obj);
	}
	_exports.each = each;
	function map(obj, func) {
		var results = [];
		if (obj == null) return results;
		if (ArrayProto.map && obj.map === ArrayProto.map) return obj.map(func);
		for (var i = 0; i < obj.length; i++) results[results.length] = func(obj[i], i);
		if (obj.length === +obj.length) results.length = obj.length;
		return results;
	}
	_exports.map = map;
	function asyncIter(arr, iter, cb) {
		var i = -1;
		function next() {
			i++;
			if (i < arr.length) iter(arr[i], i, next, cb);
			else cb();
		}
		next();
	}
	_exports.asyncIter = asyncIter;
	function asyncFor(obj, iter, cb) {
		var keys = keys_(obj || {});
		var len = keys.length;
		var i = -1;
		function next() {
			i++;
			var k = keys[i];
			if (i < len) iter(k, obj[k], i, len, next);
			else cb();
		}
		next();
	}
	_exports.asyncFor = asyncFor;
	function indexOf(arr, searchElement, fromIndex) {
		return Array.prototype.indexOf.call(arr || [], searchElement, fromIndex);
	}
	_exports.indexOf = indexOf;
	function keys_(obj) {
		var arr = [];
		for (var k in obj) if (hasOwnProp(obj, k)) arr.push(k);
		return arr;
	}
	_exports.keys = keys_;
	function _entries(obj) {
		return keys_(obj).map(function(k) {
			return [k, obj[k]];
		});
	}
	_exports._entries = _entries;
	function _values(obj) {
		return keys_(obj).map(function(k) {
			return obj[k];
		});
	}
	_exports._values = _values;
	function extend(obj1, obj2) {
		obj1 = obj1 || {};
		keys_(obj2).forEach(function(k) {
			obj1[k] = obj2[k];
		});
		return obj1;
	}
	_exports._assign = _exports.extend = extend;
	function inOperator(key, val) {
		if (isArray(val) || isString(val)) return val.indexOf(key) !== -1;
		else if (isObject(val)) return key in val;
		throw new Error("Cannot use \"in\" operator to search for \"" + key + "\" in unexpected types.");
	}
	_exports.inOperator = inOperator;
}));

// node_modules/nunjucks/src/lexer.js
var require_lexer = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var lib = require_lib();
	var whitespaceChars = " \n	\r\xA0";
	var delimChars = "()[]{}%*-+~/#,:|.<>=!";
	var intChars = "0123456789";
	var BLOCK_START = "{%";
	var BLOCK_END = "%}";
	var VARIABLE_START = "{{";
	var VARIABLE_END = "}}";
	var COMMENT_START = "{#";
	var COMMENT_END = "#}";
	var TOKEN_STRING = "string";
	var TOKEN_WHITESPACE = "whitespace";
	var TOKEN_DATA = "data";
	var TOKEN_BLOCK_START = "block-start";
	var TOKEN_BLOCK_END = "block-end";
	var TOKEN_VARIABLE_START = "variable-start";
	var TOKEN_VARIABLE_END = "variable-end";
	var TOKEN_COMMENT = "comment";
	var TOKEN_LEFT_PAREN = "left-paren";
	var TOKEN_RIGHT_PAREN = "right-paren";
	var TOKEN_LEFT_BRACKET = "left-bracket";
	var TOKEN_RIGHT_BRACKET = "right-bracket";
	var TOKEN_LEFT_CURLY = "left-curly";
	var TOKEN_RIGHT_CURLY = "right-curly";
	var TOKEN_OPERATOR = "operator";
	var TOKEN_COMMA = "comma";
	var TOKEN_COLON = "colon";
	var TOKEN_TILDE = "tilde";
	var TOKEN_PIPE = "pipe";
	var TOKEN_INT = "int";
	var TOKEN_FLOAT = "float";
	var TOKEN_BOOLEAN = "boolean";
	var TOKEN_NONE = "none";
	var TOKEN_SYMBOL = "symbol";
	var TOKEN_SPECIAL = "special";
	var TOKEN_REGEX = "regex";
	function token(type, value, lineno, colno) {
		return {
			type,
			value,
			lineno,
			colno
		};
	}
	var Tokenizer = /*#__PURE__*/ function() {
		function Tokenizer(str, opts) {
			this.str = str;
			this.index = 0;
			this.len = str.length;
			this.lineno = 0;
			this.colno = 0;
			this.in_code = false;
			opts = opts || {};
			var tags = opts.tags || {};
			this.tags = {
				BLOCK_START: tags.blockStart || BLOCK_START,
				BLOCK_END: tags.blockEnd || BLOCK_END,
				VARIABLE_START: tags.variableStart || VARIABLE_START,
				VARIABLE_END: tags.variableEnd || VARIABLE_END,
				COMMENT_START: tags.commentStart || COMMENT_START,
				COMMENT_END: tags.commentEnd || COMMENT_END
			};
			this.trimBlocks = !!opts.trimBlocks;
			this.lstripBlocks = !!opts.lstripBlocks;
		}
		var _proto = Tokenizer.prototype;
		_proto.nextToken = function nextToken() {
			var lineno = this.lineno;
			var colno = this.colno;
			var tok;
			if (this.in_code) {
				var cur = this.current();
				if (this.isFinished()) return null;
				else if (cur === "\"" || cur === "'") return token(TOKEN_STRING, this._parseString(cur), lineno, colno);
				else if (tok = this._extract(whitespaceChars)) return token(TOKEN_WHITESPACE, tok, lineno, colno);
				else if ((tok = this._extractString(this.tags.BLOCK_END)) || (tok = this._extractString("-" + this.tags.BLOCK_END))) {
					this.in_code = false;
					if (this.trimBlocks) {
						cur = this.current();
						if (cur === "\n") this.forward();
						else if (cur === "\r") {
							this.forward();
							cur = this.current();
							if (cur === "\n") this.forward();
							else this.back();
						}
					}
					return token(TOKEN_BLOCK_END, tok, lineno, colno);
				} else if ((tok = this._extractString(this.tags.VARIABLE_END)) || (tok = this._extractString("-" + this.tags.VARIABLE_END))) {
					this.in_code = false;
					return token(TOKEN_VARIABLE_END, tok, lineno, colno);
				} else if (cur === "r" && this.str.charAt(this.index + 1) === "/") {
					this.forwardN(2);
					var regexBody = "";
					while (!this.isFinished()) if (this.current() === "/" && this.previous() !== "\\") {
						this.forward();
						break;
					} else {
						regexBody += this.current();
						this.forward();
					}
					var POSSIBLE_FLAGS = [
						"g",
						"i",
						"m",
						"y"
					];
					var regexFlags = "";
					while (!this.isFinished()) if (POSSIBLE_FLAGS.indexOf(this.current()) !== -1) {
						regexFlags += this.current();
						this.forward();
					} else break;
					return token(TOKEN_REGEX, {
						body: regexBody,
						flags: regexFlags
					}, lineno, colno);
				} else if (delimChars.indexOf(cur) !== -1) {
					this.forward();
					var complexOps = [
						"==",
						"===",
						"!=",
						"!==",
						"<=",
						">=",
						"//",
						"**"
					];
					var curComplex = cur + this.current();
					var type;
					if (lib.indexOf(complexOps, curComplex) !== -1) {
						this.forward();
						cur = curComplex;
						if (lib.indexOf(complexOps, curComplex + this.current()) !== -1) {
							cur = curComplex + this.current();
							this.forward();
						}
					}
					switch (cur) {
						case "(":
							type = TOKEN_LEFT_PAREN;
							break;
						case ")":
							type = TOKEN_RIGHT_PAREN;
							break;
						case "[":
							type = TOKEN_LEFT_BRACKET;
							break;
						case "]":
							type = TOKEN_RIGHT_BRACKET;
							break;
						case "{":
							type = TOKEN_LEFT_CURLY;
							break;
						case "}":
							type = TOKEN_RIGHT_CURLY;
							break;
						case ",":
							type = TOKEN_COMMA;
							break;
						case ":":
							type = TOKEN_COLON;
							break;
						case "~":
							type = TOKEN_TILDE;
							break;
						case "|":
							type = TOKEN_PIPE;
							break;
						default: type = TOKEN_OPERATOR;
					}
					return token(type, cur, lineno, colno);
				} else {
					tok = this._extractUntil(whitespaceChars + delimChars);
					if (tok.match(/^[-+]?[0-9]+$/)) {
						if (this.current() === ".") {
							this.forward();
							var dec = this._extract(intChars);
							return token(TOKEN_FLOAT, tok + "." + dec, lineno, colno);
						} else return token(TOKEN_INT, tok, lineno, colno);
					} else if (tok.match(/^(true|false)$/)) return token(TOKEN_BOOLEAN, tok, lineno, colno);
					else if (tok === "none") return token(TOKEN_NONE, tok, lineno, colno);
					else if (tok === "null") return token(TOKEN_NONE, tok, lineno, colno);
					else if (tok) return token(TOKEN_SYMBOL, tok, lineno, colno);
					else throw new Error("Unexpected value while parsing: " + tok);
				}
			} else {
				var beginChars = this.tags.BLOCK_START.charAt(0) + this.tags.VARIABLE_START.charAt(0) + this.tags.COMMENT_START.charAt(0) + this.tags.COMMENT_END.charAt(0);
				if (this.isFinished()) return null;
				else if ((tok = this._extractString(this.tags.BLOCK_START + "-")) || (tok = this._extractString(this.tags.BLOCK_START))) {
					this.in_code = true;
					return token(TOKEN_BLOCK_START, tok, lineno, colno);
				} else if ((tok = this._extractString(this.tags.VARIABLE_START + "-")) || (tok = this._extractString(this.tags.VARIABLE_START))) {
					this.in_code = true;
					return token(TOKEN_VARIABLE_START, tok, lineno, colno);
				} else {
					tok = "";
					var data;
					var inComment = false;
					if (this._matches(this.tags.COMMENT_START)) {
						inComment = true;
						tok = this._extractString(this.tags.COMMENT_START);
					}
					while ((data = this._extractUntil(beginChars)) !== null) {
						tok += data;
						if ((this._matches(this.tags.BLOCK_START) || this._matches(this.tags.VARIABLE_START) || this._matches(this.tags.COMMENT_START)) && !inComment) {
							if (this.lstripBlocks && this._matches(this.tags.BLOCK_START) && this.colno > 0 && this.colno <= tok.length) {
								var lastLine = tok.slice(-this.colno);
								if (/^\s+$/.test(lastLine)) {
									tok = tok.slice(0, -this.colno);
									if (!tok.length) return this.nextToken();
								}
							}
							break;
						} else if (this._matches(this.tags.COMMENT_END)) {
							if (!inComment) throw new Error("unexpected end of comment");
							tok += this._extractString(this.tags.COMMENT_END);
							break;
						} else {
							tok += this.current();
							this.forward();
						}
					}
					if (data === null && inComment) throw new Error("expected end of comment, got end of file");
					return token(inComment ? TOKEN_COMMENT : TOKEN_DATA, tok, lineno, colno);
				}
			}
		};
		_proto._parseString = function _parseString(delimiter) {
			this.forward();
			var str = "";
			while (!this.isFinished() && this.current() !== delimiter) {
				var cur = this.current();
				if (cur === "\\") {
					this.forward();
					switch (this.current()) {
						case "n":
							str += "\n";
							break;
						case "t":
							str += "	";
							break;
						case "r":
							str += "\r";
							break;
						default: str += this.current();
					}
					this.forward();
				} else {
					str += cur;
					this.forward();
				}
			}
			this.forward();
			return str;
		};
		_proto._matches = function _matches(str) {
			if (this.index + str.length > this.len) return null;
			return this.str.slice(this.index, this.index + str.length) === str;
		};
		_proto._extractString = function _extractString(str) {
			if (this._matches(str)) {
				this.forwardN(str.length);
				return str;
			}
			return null;
		};
		_proto._extractUntil = function _extractUntil(charString) {
			return this._extractMatching(true, charString || "");
		};
		_proto._extract = function _extract(charString) {
			return this._extractMatching(false, charString);
		};
		_proto._extractMatching = function _extractMatching(breakOnMatch, charString) {
			if (this.isFinished()) return null;
			var first = charString.indexOf(this.current());
			if (breakOnMatch && first === -1 || !breakOnMatch && first !== -1) {
				var t = this.current();
				this.forward();
				var idx = charString.indexOf(this.current());
				while ((breakOnMatch && idx === -1 || !breakOnMatch && idx !== -1) && !this.isFinished()) {
					t += this.current();
					this.forward();
					idx = charString.indexOf(this.current());
				}
				return t;
			}
			return "";
		};
		_proto._extractRegex = function _extractRegex(regex) {
			var matches = this.currentStr().match(regex);
			if (!matches) return null;
			this.forwardN(matches[0].length);
			return matches;
		};
		_proto.isFinished = function isFinished() {
			return this.index >= this.len;
		};
		_proto.forwardN = function forwardN(n) {
			for (var i = 0; i < n; i++) this.forward();
		};
		_proto.forward = function forward() {
			this.index++;
			if (this.previous() === "\n") {
				this.lineno++;
				this.colno = 0;
			} else this.colno++;
		};
		_proto.backN = function backN(n) {
			for (var i = 0; i < n; i++) this.back();
		};
		_proto.back = function back() {
			this.index--;
			if (this.current() === "\n") {
				this.lineno--;
				var idx = this.src.lastIndexOf("\n", this.index - 1);
				if (idx === -1) this.colno = this.index;
				else this.colno = this.index - idx;
			} else this.colno--;
		};
		_proto.current = function current() {
			if (!this.isFinished()) return this.str.charAt(this.index);
			return "";
		};
		_proto.currentStr = function currentStr() {
			if (!this.isFinished()) return this.str.substr(this.index);
			return "";
		};
		_proto.previous = function previous() {
			return this.str.charAt(this.index - 1);
		};
		return Tokenizer;
	}();
	module.exports = {
		lex: function lex(src, opts) {
			return new Tokenizer(src, opts);
		},
		TOKEN_STRING,
		TOKEN_WHITESPACE,
		TOKEN_DATA,
		TOKEN_BLOCK_START,
		TOKEN_BLOCK_END,
		TOKEN_VARIABLE_START,
		TOKEN_VARIABLE_END,
		TOKEN_COMMENT,
		TOKEN_LEFT_PAREN,
		TOKEN_RIGHT_PAREN,
		TOKEN_LEFT_BRACKET,
		TOKEN_RIGHT_BRACKET,
		TOKEN_LEFT_CURLY,
		TOKEN_RIGHT_CURLY,
		TOKEN_OPERATOR,
		TOKEN_COMMA,
		TOKEN_COLON,
		TOKEN_TILDE,
		TOKEN_PIPE,
		TOKEN_INT,
		TOKEN_FLOAT,
		TOKEN_BOOLEAN,
		TOKEN_NONE,
		TOKEN_SYMBOL,
		TOKEN_SPECIAL,
		TOKEN_REGEX
	};
}));

// node_modules/nunjucks/src/object.js
var require_object = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function _defineProperties(target, props) {
		for (var i = 0; i < props.length; i++) {
			var descriptor = props[i];
			descriptor.enumerable = descriptor.enumerable || false;
			descriptor.configurable = true;
			if ("value" in descriptor) descriptor.writable = true;
			Object.defineProperty(target, _toPropertyKey(descriptor.key), descriptor);
		}
	}
	function _createClass(Constructor, protoProps, staticProps) {
		if (protoProps) _defineProperties(Constructor.prototype, protoProps);
		if (staticProps) _defineProperties(Constructor, staticProps);
		Object.defineProperty(Constructor, "prototype", { writable: false });
		return Constructor;
	}
	function _toPropertyKey(arg) {
		var key = _toPrimitive(arg, "string");
		return typeof key === "symbol" ? key : String(key);
	}
	function _toPrimitive(input, hint) {
		if (typeof input !== "object" || input === null) return input;
		var prim = input[Symbol.toPrimitive];
		if (prim !== void 0) {
			var res = prim.call(input, hint || "default");
			if (typeof res !== "object") return res;
			throw new TypeError("@@toPrimitive must return a primitive value.");
		}
		return (hint === "string" ? String : Number)(input);
	}
	function _inheritsLoose(subClass, superClass) {
		subClass.prototype = Object.create(superClass.prototype);
		subClass.prototype.constructor = subClass;
		_setPrototypeOf(subClass, superClass);
	}
	function _setPrototypeOf(o, p) {
		_setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function _setPrototypeOf(o, p) {
			o.__proto__ = p;
			return o;
		};
		return _setPrototypeOf(o, p);
	}
	var EventEmitter = __require("events");
	var lib = require_lib();
	function parentWrap(parent, prop) {
		if (typeof parent !== "function" || typeof prop !== "function") return prop;
		return function wrap() {
			var tmp = this.parent;
			this.parent = parent;
			var res = prop.apply(this, arguments);
			this.parent = tmp;
			return res;
		};
	}
	function extendClass(cls, name, props) {
		props = props || {};
		lib.keys(props).forEach(function(k) {
			props[k] = parentWrap(cls.prototype[k], props[k]);
		});
		var subclass = /*#__PURE__*/ function(_cls) {
			_inheritsLoose(subclass, _cls);
			function subclass() {
				return _cls.apply(this, arguments) || this;
			}
			_createClass(subclass, [{
				key: "typename",
				get: function get() {
					return name;
				}
			}]);
			return subclass;
		}(cls);
		lib._assign(subclass.prototype, props);
		return subclass;
	}
	var Obj = /*#__PURE__*/ function() {
		function Obj() {
			this.init.apply(this, arguments);
		}
		var _proto = Obj.prototype;
		_proto.init = function init() {};
		Obj.extend = function extend(name, props) {
			if (typeof name === "object") {
				props = name;
				name = "anonymous";
			}
			return extendClass(this, name, props);
		};
		_createClass(Obj, [{
			key: "typename",
			get: function get() {
				return this.constructor.name;
			}
		}]);
		return Obj;
	}();
	var EmitterObj = /*#__PURE__*/ function(_EventEmitter) {
		_inheritsLoose(EmitterObj, _EventEmitter);
		function EmitterObj() {
			var _this2;
			var _this = _EventEmitter.call(this) || this;
			(_this2 = _this).init.apply(_this2, arguments);
			return _this;
		}
		var _proto2 = EmitterObj.prototype;
		_proto2.init = function init() {};
		EmitterObj.extend = function extend(name, props) {
			if (typeof name === "object") {
				props = name;
				name = "anonymous";
			}
			return extendClass(this, name, props);
		};
		_createClass(EmitterObj, [{
			key: "typename",
			get: function get() {
				return this.constructor.name;
			}
		}]);
		return EmitterObj;
	}(EventEmitter);
	module.exports = {
		Obj,
		EmitterObj
	};
}));

// node_modules/nunjucks/src/nodes.js
var require_nodes = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function _defineProperties(target, props) {
		for (var i = 0; i < props.length; i++) {
			var descriptor = props[i];
			descriptor.enumerable = descriptor.enumerable || false;
			descriptor.configurable = true;
			if ("value" in descriptor) descriptor.writable = true;
			Object.defineProperty(target, _toPropertyKey(descriptor.key), descriptor);
		}
	}
	function _createClass(Constructor, protoProps, staticProps) {
		if (protoProps) _defineProperties(Constructor.prototype, protoProps);
		if (staticProps) _defineProperties(Constructor, staticProps);
		Object.defineProperty(Constructor, "prototype", { writable: false });
		return Constructor;
	}
	function _toPropertyKey(arg) {
		var key = _toPrimitive(arg, "string");
		return typeof key === "symbol" ? key : String(key);
	}
	function _toPrimitive(input, hint) {
		if (typeof input !== "object" || input === null) return input;
		var prim = input[Symbol.toPrimitive];
		if (prim !== void 0) {
			var res = prim.call(input, hint || "default");
			if (typeof res !== "object") return res;
			throw new TypeError("@@toPrimitive must return a primitive value.");
		}
		return (hint === "string" ? String : Number)(input);
	}
	function _inheritsLoose(subClass, superClass) {
		subClass.prototype = Object.create(superClass.prototype);
		subClass.prototype.constructor = subClass;
		_setPrototypeOf(subClass, superClass);
	}
	function _setPrototypeOf(o, p) {
		_setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function _setPrototypeOf(o, p) {
			o.__proto__ = p;
			return o;
		};
		return _setPrototypeOf(o, p);
	}
	var Obj = require_object().Obj;
	function traverseAndCheck(obj, type, results) {
		if (obj instanceof type) results.push(obj);
		if (obj instanceof Node) obj.findAll(type, results);
	}
	var Node = /*#__PURE__*/ function(_Obj) {
		_inheritsLoose(Node, _Obj);
		function Node() {
			return _Obj.apply(this, arguments) || this;
		}
		var _proto = Node.prototype;
		_proto.init = function init(lineno, colno) {
			var _arguments = arguments, _this = this;
			for (var _len = arguments.length, args = new Array(_len > 2 ? _len - 2 : 0), _key = 2; _key < _len; _key++) args[_key - 2] = arguments[_key];
			this.lineno = lineno;
			this.colno = colno;
			this.fields.forEach(function(field, i) {
				var val = _arguments[i + 2];
				if (val === void 0) val = null;
				_this[field] = val;
			});
		};
		_proto.findAll = function findAll(type, results) {
			var _this2 = this;
			results = results || [];
			if (this instanceof NodeList) this.children.forEach(function(child) {
				return traverseAndCheck(child, type, results);
			});
			else this.fields.forEach(function(field) {
				return traverseAndCheck(_this2[field], type, results);
			});
			return results;
		};
		_proto.iterFields = function iterFields(func) {
			var _this3 = this;
			this.fields.forEach(function(field) {
				func(_this3[field], field);
			});
		};
		return Node;
	}(Obj);
	var Value = /*#__PURE__*/ function(_Node) {
		_inheritsLoose(Value, _Node);
		function Value() {
			return _Node.apply(this, arguments) || this;
		}
		_createClass(Value, [{
			key: "typename",
			get: function get() {
				return "Value";
			}
		}, {
			key: "fields",
			get: function get() {
				return ["value"];
			}
		}]);
		return Value;
	}(Node);
	var NodeList = /*#__PURE__*/ function(_Node2) {
		_inheritsLoose(NodeList, _Node2);
		function NodeList() {
			return _Node2.apply(this, arguments) || this;
		}
		var _proto2 = NodeList.prototype;
		_proto2.init = function init(lineno, colno, nodes) {
			_Node2.prototype.init.call(this, lineno, colno, nodes || []);
		};
		_proto2.addChild = function addChild(node) {
			this.children.push(node);
		};
		_createClass(NodeList, [{
			key: "typename",
			get: function get() {
				return "NodeList";
			}
		}, {
			key: "fields",
			get: function get() {
				return ["children"];
			}
		}]);
		return NodeList;
	}(Node);
	var Root = NodeList.extend("Root");
	var Literal = Value.extend("Literal");
	var _Symbol = Value.extend("Symbol");
	var Group = NodeList.extend("Group");
	var ArrayNode = NodeList.extend("Array");
	var Pair = Node.extend("Pair", { fields: ["key", "value"] });
	var Dict = NodeList.extend("Dict");
	var LookupVal = Node.extend("LookupVal", { fields: ["target", "val"] });
	var If = Node.extend("If", { fields: [
		"cond",
		"body",
		"else_"
	] });
	var IfAsync = If.extend("IfAsync");
	var InlineIf = Node.extend("InlineIf", { fields: [
		"cond",
		"body",
		"else_"
	] });
	var For = Node.extend("For", { fields: [
		"arr",
		"name",
		"body",
		"else_"
	] });
	var AsyncEach = For.extend("AsyncEach");
	var AsyncAll = For.extend("AsyncAll");
	var Macro = Node.extend("Macro", { fields: [
		"name",
		"args",
		"body"
	] });
	var Caller = Macro.extend("Caller");
	var Import = Node.extend("Import", { fields: [
		"template",
		"target",
		"withContext"
	] });
	var FromImport = /*#__PURE__*/ function(_Node3) {
		_inheritsLoose(FromImport, _Node3);
		function FromImport() {
			return _Node3.apply(this, arguments) || this;
		}
		var _proto3 = FromImport.prototype;
		_proto3.init = function init(lineno, colno, template, names, withContext) {
			_Node3.prototype.init.call(this, lineno, colno, template, names || new NodeList(), withContext);
		};
		_createClass(FromImport, [{
			key: "typename",
			get: function get() {
				return "FromImport";
			}
		}, {
			key: "fields",
			get: function get() {
				return [
					"template",
					"names",
					"withContext"
				];
			}
		}]);
		return FromImport;
	}(Node);
	var FunCall = Node.extend("FunCall", { fields: ["name", "args"] });
	var Filter = FunCall.extend("Filter");
	var FilterAsync = Filter.extend("FilterAsync", { fields: [
		"name",
		"args",
		"symbol"
	] });
	var KeywordArgs = Dict.extend("KeywordArgs");
	var Block = Node.extend("Block", { fields: ["name", "body"] });
	var Super = Node.extend("Super", { fields: ["blockName", "symbol"] });
	var Extends = Node.extend("TemplateRef", { fields: ["template"] }).extend("Extends");
	var Include = Node.extend("Include", { fields: ["template", "ignoreMissing"] });
	var Set = Node.extend("Set", { fields: ["targets", "value"] });
	var Switch = Node.extend("Switch", { fields: [
		"expr",
		"cases",
		"default"
	] });
	var Case = Node.extend("Case", { fields: ["cond", "body"] });
	var Output = NodeList.extend("Output");
	var Capture = Node.extend("Capture", { fields: ["body"] });
	var TemplateData = Literal.extend("TemplateData");
	var UnaryOp = Node.extend("UnaryOp", { fields: ["target"] });
	var BinOp = Node.extend("BinOp", { fields: ["left", "right"] });
	var In = BinOp.extend("In");
	var Is = BinOp.extend("Is");
	var Or = BinOp.extend("Or");
	var And = BinOp.extend("And");
	var Not = UnaryOp.extend("Not");
	var Add = BinOp.extend("Add");
	var Concat = BinOp.extend("Concat");
	var Sub = BinOp.extend("Sub");
	var Mul = BinOp.extend("Mul");
	var Div = BinOp.extend("Div");
	var FloorDiv = BinOp.extend("FloorDiv");
	var Mod = BinOp.extend("Mod");
	var Pow = BinOp.extend("Pow");
	var Neg = UnaryOp.extend("Neg");
	var Pos = UnaryOp.extend("Pos");
	var Compare = Node.extend("Compare", { fields: ["expr", "ops"] });
	var CompareOperand = Node.extend("CompareOperand", { fields: ["expr", "type"] });
	var CallExtension = Node.extend("CallExtension", {
		init: function init(ext, prop, args, contentArgs) {
			this.parent();
			this.extName = ext.__name || ext;
			this.prop = prop;
			this.args = args || new NodeList();
			this.contentArgs = contentArgs || [];
			this.autoescape = ext.autoescape;
		},
		fields: [
			"extName",
			"prop",
			"args",
			"contentArgs"
		]
	});
	var CallExtensionAsync = CallExtension.extend("CallExtensionAsync");
	function print(str, indent, inline) {
		var lines = str.split("\n");
		lines.forEach(function(line, i) {
			if (line && (inline && i > 0 || !inline)) process.stdout.write(" ".repeat(indent));
			var nl = i === lines.length - 1 ? "" : "\n";
			process.stdout.write("" + line + nl);
		});
	}
	function printNodes(node, indent) {
		indent = indent || 0;
		print(node.typename + ": ", indent);
		if (node instanceof NodeList) {
			print("\n");
			node.children.forEach(function(n) {
				printNodes(n, indent + 2);
			});
		} else if (node instanceof CallExtension) {
			print(node.extName + "." + node.prop + "\n");
			if (node.args) printNodes(node.args, indent + 2);
			if (node.contentArgs) node.contentArgs.forEach(function(n) {
				printNodes(n, indent + 2);
			});
		} else {
			var nodes = [];
			var props = null;
			node.iterFields(function(val, fieldName) {
				if (val instanceof Node) nodes.push([fieldName, val]);
				else {
					props = props || {};
					props[fieldName] = val;
				}
			});
			if (props) print(JSON.stringify(props, null, 2) + "\n", null, true);
			else print("\n");
			nodes.forEach(function(_ref) {
				var fieldName = _ref[0], n = _ref[1];
				print("[" + fieldName + "] =>", indent + 2);
				printNodes(n, indent + 4);
			});
		}
	}
	module.exports = {
		Node,
		Root,
		NodeList,
		Value,
		Literal,
		Symbol: _Symbol,
		Group,
		Array: ArrayNode,
		Pair,
		Dict,
		Output,
		Capture,
		TemplateData,
		If,
		IfAsync,
		InlineIf,
		For,
		AsyncEach,
		AsyncAll,
		Macro,
		Caller,
		Import,
		FromImport,
		FunCall,
		Filter,
		FilterAsync,
		KeywordArgs,
		Block,
		Super,
		Extends,
		Include,
		Set,
		Switch,
		Case,
		LookupVal,
		BinOp,
		In,
		Is,
		Or,
		And,
		Not,
		Add,
		Concat,
		Sub,
		Mul,
		Div,
		FloorDiv,
		Mod,
		Pow,
		Neg,
		Pos,
		Compare,
		CompareOperand,
		CallExtension,
		CallExtensionAsync,
		printNodes
	};
}));

// node_modules/nunjucks/src/parser.js
var require_parser = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function _inheritsLoose(subClass, superClass) {
		subClass.prototype = Object.create(superClass.prototype);
		subClass.prototype.constructor = subClass;
		_setPrototypeOf(subClass, superClass);
	}
	function _setPrototypeOf(o, p) {
		_setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function _setPrototypeOf(o, p) {
			o.__proto__ = p;
			return o;
		};
		return _setPrototypeOf(o, p);
	}
	var lexer = require_lexer();
	var nodes = require_nodes();
	var Obj = require_object().Obj;
	var lib = require_lib();
	var Parser = /*#__PURE__*/ function(_Obj) {
		_inheritsLoose(Parser, _Obj);
		function Parser() {
			return _Obj.apply(this, arguments) || this;
		}
		var _proto = Parser.prototype;
		_proto.init = function init(tokens) {
			this.tokens = tokens;
			this.peeked = null;
			this.breakOnBlocks = null;
			this.dropLeadingWhitespace = false;
			this.extensions = [];
		};
		_proto.nextToken = function nextToken(withWhitespace) {
			var tok;
			if (this.peeked) {
				if (!withWhitespace && this.peeked.type === lexer.TOKEN_WHITESPACE) this.peeked = null;
				else {
					tok = this.peeked;
					this.peeked = null;
					return tok;
				}
			}
			tok = this.tokens.nextToken();
			if (!withWhitespace) while (tok && tok.type === lexer.TOKEN_WHITESPACE) tok = this.tokens.nextToken();
			return tok;
		};
		_proto.peekToken = function peekToken() {
			this.peeked = this.peeked || this.nextToken();
			return this.peeked;
		};
		_proto.pushToken = function pushToken(tok) {
			if (this.peeked) throw new Error("pushToken: can only push one token on between reads");
			this.peeked = tok;
		};
		_proto.error = function error(msg, lineno, colno) {
			if (lineno === void 0 || colno === void 0) {
				var tok = this.peekToken() || {};
				lineno = tok.lineno;
				colno = tok.colno;
			}
			if (lineno !== void 0) lineno += 1;
			if (colno !== void 0) colno += 1;
			return new lib.TemplateError(msg, lineno, colno);
		};
		_proto.fail = function fail(msg, lineno, colno) {
			throw this.error(msg, lineno, colno);
		};
		_proto.skip = function skip(type) {
			var tok = this.nextToken();
			if (!tok || tok.type !== type) {
				this.pushToken(tok);
				return false;
			}
			return true;
		};
		_proto.expect = function expect(type) {
			var tok = this.nextToken();
			if (tok.type !== type) this.fail("expected " + type + ", got " + tok.type, tok.lineno, tok.colno);
			return tok;
		};
		_proto.skipValue = function skipValue(type, val) {
			var tok = this.nextToken();
			if (!tok || tok.type !== type || tok.value !== val) {
				this.pushToken(tok);
				return false;
			}
			return true;
		};
		_proto.skipSymbol = function skipSymbol(val) {
			return this.skipValue(lexer.TOKEN_SYMBOL, val);
		};
		_proto.advanceAfterBlockEnd = function advanceAfterBlockEnd(name) {
			var tok;
			if (!name) {
				tok = this.peekToken();
				if (!tok) this.fail("unexpected end of file");
				if (tok.type !== lexer.TOKEN_SYMBOL) this.fail("advanceAfterBlockEnd: expected symbol token or explicit name to be passed");
				name = this.nextToken().value;
			}
			tok = this.nextToken();
			if (tok && tok.type === lexer.TOKEN_BLOCK_END) {
				if (tok.value.charAt(0) === "-") this.dropLeadingWhitespace = true;
			} else this.fail("expected block end in " + name + " statement");
			return tok;
		};
		_proto.advanceAfterVariableEnd = function advanceAfterVariableEnd() {
			var tok = this.nextToken();
			if (tok && tok.type === lexer.TOKEN_VARIABLE_END) this.dropLeadingWhitespace = tok.value.charAt(tok.value.length - this.tokens.tags.VARIABLE_END.length - 1) === "-";
			else {
				this.pushToken(tok);
				this.fail("expected variable end");
			}
		};
		_proto.parseFor = function parseFor() {
			var forTok = this.peekToken();
			var node;
			var endBlock;
			if (this.skipSymbol("for")) {
				node = new nodes.For(forTok.lineno, forTok.colno);
				endBlock = "endfor";
			} else if (this.skipSymbol("asyncEach")) {
				node = new nodes.AsyncEach(forTok.lineno, forTok.colno);
				endBlock = "endeach";
			} else if (this.skipSymbol("asyncAll")) {
				node = new nodes.AsyncAll(forTok.lineno, forTok.colno);
				endBlock = "endall";
			} else this.fail("parseFor: expected for{Async}", forTok.lineno, forTok.colno);
			node.name = this.parsePrimary();
			if (!(node.name instanceof nodes.Symbol)) this.fail("parseFor: variable name expected for loop");
			if (this.peekToken().type === lexer.TOKEN_COMMA) {
				var key = node.name;
				node.name = new nodes.Array(key.lineno, key.colno);
				node.name.addChild(key);
				while (this.skip(lexer.TOKEN_COMMA)) {
					var prim = this.parsePrimary();
					node.name.addChild(prim);
				}
			}
			if (!this.skipSymbol("in")) this.fail("parseFor: expected \"in\" keyword for loop", forTok.lineno, forTok.colno);
			node.arr = this.parseExpression();
			this.advanceAfterBlockEnd(forTok.value);
			node.body = this.parseUntilBlocks(endBlock, "else");
			if (this.skipSymbol("else")) {
				this.advanceAfterBlockEnd("else");
				node.else_ = this.parseUntilBlocks(endBlock);
			}
			this.advanceAfterBlockEnd();
			return node;
		};
		_proto.parseMacro = function parseMacro() {
			var macroTok = this.peekToken();
			if (!this.skipSymbol("macro")) this.fail("expected macro");
			var name = this.parsePrimary(true);
			var args = this.parseSignature();
			var node = new nodes.Macro(macroTok.lineno, macroTok.colno, name, args);
			this.advanceAfterBlockEnd(macroTok.value);
			node.body = this.parseUntilBlocks("endmacro");
			this.advanceAfterBlockEnd();
			return node;
		};
		_proto.parseCall = function parseCall() {
			var callTok = this.peekToken();
			if (!this.skipSymbol("call")) this.fail("expected call");
			var callerArgs = this.parseSignature(true) || new nodes.NodeList();
			var macroCall = this.parsePrimary();
			this.advanceAfterBlockEnd(callTok.value);
			var body = this.parseUntilBlocks("endcall");
			this.advanceAfterBlockEnd();
			var callerName = new nodes.Symbol(callTok.lineno, callTok.colno, "caller");
			var callerNode = new nodes.Caller(callTok.lineno, callTok.colno, callerName, callerArgs, body);
			var args = macroCall.args.children;
			if (!(args[args.length - 1] instanceof nodes.KeywordArgs)) args.push(new nodes.KeywordArgs());
			args[args.length - 1].addChild(new nodes.Pair(callTok.lineno, callTok.colno, callerName, callerNode));
			return new nodes.Output(callTok.lineno, callTok.colno, [macroCall]);
		};
		_proto.parseWithContext = function parseWithContext() {
			var tok = this.peekToken();
			var withContext = null;
			if (this.skipSymbol("with")) withContext = true;
			else if (this.skipSymbol("without")) withContext = false;
			if (withContext !== null) {
				if (!this.skipSymbol("context")) this.fail("parseFrom: expected context after with/without", tok.lineno, tok.colno);
			}
			return withContext;
		};
		_proto.parseImport = function parseImport() {
			var importTok = this.peekToken();
			if (!this.skipSymbol("import")) this.fail("parseImport: expected import", importTok.lineno, importTok.colno);
			var template = this.parseExpression();
			if (!this.skipSymbol("as")) this.fail("parseImport: expected \"as\" keyword", importTok.lineno, importTok.colno);
			var target = this.parseExpression();
			var withContext = this.parseWithContext();
			var node = new nodes.Import(importTok.lineno, importTok.colno, template, target, withContext);
			this.advanceAfterBlockEnd(importTok.value);
			return node;
		};
		_proto.parseFrom = function parseFrom() {
			var fromTok = this.peekToken();
			if (!this.skipSymbol("from")) this.fail("parseFrom: expected from");
			var template = this.parseExpression();
			if (!this.skipSymbol("import")) this.fail("parseFrom: expected import", fromTok.lineno, fromTok.colno);
			var names = new nodes.NodeList();
			var withContext;
			while (1) {
				var nextTok = this.peekToken();
				if (nextTok.type === lexer.TOKEN_BLOCK_END) {
					if (!names.children.length) this.fail("parseFrom: Expected at least one import name", fromTok.lineno, fromTok.colno);
					if (nextTok.value.charAt(0) === "-") this.dropLeadingWhitespace = true;
					this.nextToken();
					break;
				}
				if (names.children.length > 0 && !this.skip(lexer.TOKEN_COMMA)) this.fail("parseFrom: expected comma", fromTok.lineno, fromTok.colno);
				var name = this.parsePrimary();
				if (name.value.charAt(0) === "_") this.fail("parseFrom: names starting with an underscore cannot be imported", name.lineno, name.colno);
				if (this.skipSymbol("as")) {
					var alias = this.parsePrimary();
					names.addChild(new nodes.Pair(name.lineno, name.colno, name, alias));
				} else names.addChild(name);
				withContext = this.parseWithContext();
			}
			return new nodes.FromImport(fromTok.lineno, fromTok.colno, template, names, withContext);
		};
		_proto.parseBlock = function parseBlock() {
			var tag = this.peekToken();
			if (!this.skipSymbol("block")) this.fail("parseBlock: expected block", tag.lineno, tag.colno);
			var node = new nodes.Block(tag.lineno, tag.colno);
			node.name = this.parsePrimary();
			if (!(node.name instanceof nodes.Symbol)) this.fail("parseBlock: variable name expected", tag.lineno, tag.colno);
			this.advanceAfterBlockEnd(tag.value);
			node.body = this.parseUntilBlocks("endblock");
			this.skipSymbol("endblock");
			this.skipSymbol(node.name.value);
			var tok = this.peekToken();
			if (!tok) this.fail("parseBlock: expected endblock, got end of file");
			this.advanceAfterBlockEnd(tok.value);
			return node;
		};
		_proto.parseExtends = function parseExtends() {
			var tagName = "extends";
			var tag = this.peekToken();
			if (!this.skipSymbol(tagName)) this.fail("parseTemplateRef: expected " + tagName);
			var node = new nodes.Extends(tag.lineno, tag.colno);
			node.template = this.parseExpression();
			this.advanceAfterBlockEnd(tag.value);
			return node;
		};
		_proto.parseInclude = function parseInclude() {
			var tagName = "include";
			var tag = this.peekToken();
			if (!this.skipSymbol(tagName)) this.fail("parseInclude: expected " + tagName);
			var node = new nodes.Include(tag.lineno, tag.colno);
			node.template = this.parseExpression();
			if (this.skipSymbol("ignore") && this.skipSymbol("missing")) node.ignoreMissing = true;
			this.advanceAfterBlockEnd(tag.value);
			return node;
		};
		_proto.parseIf = function parseIf() {
			var tag = this.peekToken();
			var node;
			if (this.skipSymbol("if") || this.skipSymbol("elif") || this.skipSymbol("elseif")) node = new nodes.If(tag.lineno, tag.colno);
			else if (this.skipSymbol("ifAsync")) node = new nodes.IfAsync(tag.lineno, tag.colno);
			else this.fail("parseIf: expected if, elif, or elseif", tag.lineno, tag.colno);
			node.cond = this.parseExpression();
			this.advanceAfterBlockEnd(tag.value);
			node.body = this.parseUntilBlocks("elif", "elseif", "else", "endif");
			var tok = this.peekToken();
			switch (tok && tok.value) {
				case "elseif":
				case "elif":
					node.else_ = this.parseIf();
					break;
				case "else":
					this.advanceAfterBlockEnd();
					node.else_ = this.parseUntilBlocks("endif");
					this.advanceAfterBlockEnd();
					break;
				case "endif":
					node.else_ = null;
					this.advanceAfterBlockEnd();
					break;
				default: this.fail("parseIf: expected elif, else, or endif, got end of file");
			}
			return node;
		};
		_proto.parseSet = function parseSet() {
			var tag = this.peekToken();
			if (!this.skipSymbol("set")) this.fail("parseSet: expected set", tag.lineno, tag.colno);
			var node = new nodes.Set(tag.lineno, tag.colno, []);
			var target;
			while (target = this.parsePrimary()) {
				node.targets.push(target);
				if (!this.skip(lexer.TOKEN_COMMA)) break;
			}
			if (!this.skipValue(lexer.TOKEN_OPERATOR, "=")) {
				if (!this.skip(lexer.TOKEN_BLOCK_END)) this.fail("parseSet: expected = or block end in set tag", tag.lineno, tag.colno);
				else {
					node.body = new nodes.Capture(tag.lineno, tag.colno, this.parseUntilBlocks("endset"));
					node.value = null;
					this.advanceAfterBlockEnd();
				}
			} else {
				node.value = this.parseExpression();
				this.advanceAfterBlockEnd(tag.value);
			}
			return node;
		};
		_proto.parseSwitch = function parseSwitch() {
			var switchStart = "switch";
			var switchEnd = "endswitch";
			var caseStart = "case";
			var caseDefault = "default";
			var tag = this.peekToken();
			if (!this.skipSymbol(switchStart) && !this.skipSymbol(caseStart) && !this.skipSymbol(caseDefault)) this.fail("parseSwitch: expected \"switch,\" \"case\" or \"default\"", tag.lineno, tag.colno);
			var expr = this.parseExpression();
			this.advanceAfterBlockEnd(switchStart);
			this.parseUntilBlocks(caseStart, caseDefault, switchEnd);
			var tok = this.peekToken();
			var cases = [];
			var defaultCase;
			do {
				this.skipSymbol(caseStart);
				var cond = this.parseExpression();
				this.advanceAfterBlockEnd(switchStart);
				var body = this.parseUntilBlocks(caseStart, caseDefault, switchEnd);
				cases.push(new nodes.Case(tok.line, tok.col, cond, body));
				tok = this.peekToken();
			} while (tok && tok.value === caseStart);
			switch (tok.value) {
				case caseDefault:
					this.advanceAfterBlockEnd();
					defaultCase = this.parseUntilBlocks(switchEnd);
					this.advanceAfterBlockEnd();
					break;
				case switchEnd:
					this.advanceAfterBlockEnd();
					break;
				default: this.fail("parseSwitch: expected \"case,\" \"default\" or \"endswitch,\" got EOF.");
			}
			return new nodes.Switch(tag.lineno, tag.colno, expr, cases, defaultCase);
		};
		_proto.parseStatement = function parseStatement() {
			var tok = this.peekToken();
			var node;
			if (tok.type !== lexer.TOKEN_SYMBOL) this.fail("tag name expected", tok.lineno, tok.colno);
			if (this.breakOnBlocks && lib.indexOf(this.breakOnBlocks, tok.value) !== -1) return null;
			switch (tok.value) {
				case "raw": return this.parseRaw();
				case "verbatim": return this.parseRaw("verbatim");
				case "if":
				case "ifAsync": return this.parseIf();
				case "for":
				case "asyncEach":
				case "asyncAll": return this.parseFor();
				case "block": return this.parseBlock();
				case "extends": return this.parseExtends();
				case "include": return this.parseInclude();
				case "set": return this.parseSet();
				case "macro": return this.parseMacro();
				case "call": return this.parseCall();
				case "import": return this.parseImport();
				case "from": return this.parseFrom();
				case "filter": return this.parseFilterStatement();
				case "switch": return this.parseSwitch();
				default:
					if (this.extensions.length) for (var i = 0; i < this.extensions.length; i++) {
						var ext = this.extensions[i];
						if (lib.indexOf(ext.tags || [], tok.value) !== -1) return ext.parse(this, nodes, lexer);
					}
					this.fail("unknown block tag: " + tok.value, tok.lineno, tok.colno);
			}
			return node;
		};
		_proto.parseRaw = function parseRaw(tagName) {
			tagName = tagName || "raw";
			var endTagName = "end" + tagName;
			var rawBlockRegex = new RegExp("([\\s\\S]*?){%\\s*(" + tagName + "|" + endTagName + ")\\s*(?=%})%}");
			var rawLevel = 1;
			var str = "";
			var matches = null;
			var begun = this.advanceAfterBlockEnd();
			while ((matches = this.tokens._extractRegex(rawBlockRegex)) && rawLevel > 0) {
				var all = matches[0];
				var pre = matches[1];
				var blockName = matches[2];
				if (blockName === tagName) rawLevel += 1;
				else if (blockName === endTagName) rawLevel -= 1;
				if (rawLevel === 0) {
					str += pre;
					this.tokens.backN(all.length - pre.length);
				} else str += all;
			}
			return new nodes.Output(begun.lineno, begun.colno, [new nodes.TemplateData(begun.lineno, begun.colno, str)]);
		};
		_proto.parsePostfix = function parsePostfix(node) {
			var lookup;
			var tok = this.peekToken();
			while (tok) {
				if (tok.type === lexer.TOKEN_LEFT_PAREN) node = new nodes.FunCall(tok.lineno, tok.colno, node, this.parseSignature());
				else if (tok.type === lexer.TOKEN_LEFT_BRACKET) {
					lookup = this.parseAggregate();
					if (lookup.children.length > 1) this.fail("invalid index");
					node = new nodes.LookupVal(tok.lineno, tok.colno, node, lookup.children[0]);
				} else if (tok.type === lexer.TOKEN_OPERATOR && tok.value === ".") {
					this.nextToken();
					var val = this.nextToken();
					if (val.type !== lexer.TOKEN_SYMBOL) this.fail("expected name as lookup value, got " + val.value, val.lineno, val.colno);
					lookup = new nodes.Literal(val.lineno, val.colno, val.value);
					node = new nodes.LookupVal(tok.lineno, tok.colno, node, lookup);
				} else break;
				tok = this.peekToken();
			}
			return node;
		};
		_proto.parseExpression = function parseExpression() {
			return this.parseInlineIf();
		};
		_proto.parseInlineIf = function parseInlineIf() {
			var node = this.parseOr();
			if (this.skipSymbol("if")) {
				var condNode = this.parseOr();
				var bodyNode = node;
				node = new nodes.InlineIf(node.lineno, node.colno);
				node.body = bodyNode;
				node.cond = condNode;
				if (this.skipSymbol("else")) node.else_ = this.parseOr();
				else node.else_ = null;
			}
			return node;
		};
		_proto.parseOr = function parseOr() {
			var node = this.parseAnd();
			while (this.skipSymbol("or")) {
				var node2 = this.parseAnd();
				node = new nodes.Or(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseAnd = function parseAnd() {
			var node = this.parseNot();
			while (this.skipSymbol("and")) {
				var node2 = this.parseNot();
				node = new nodes.And(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseNot = function parseNot() {
			var tok = this.peekToken();
			if (this.skipSymbol("not")) return new nodes.Not(tok.lineno, tok.colno, this.parseNot());
			return this.parseIn();
		};
		_proto.parseIn = function parseIn() {
			var node = this.parseIs();
			while (1) {
				var tok = this.nextToken();
				if (!tok) break;
				var invert = tok.type === lexer.TOKEN_SYMBOL && tok.value === "not";
				if (!invert) this.pushToken(tok);
				if (this.skipSymbol("in")) {
					var node2 = this.parseIs();
					node = new nodes.In(node.lineno, node.colno, node, node2);
					if (invert) node = new nodes.Not(node.lineno, node.colno, node);
				} else {
					if (invert) this.pushToken(tok);
					break;
				}
			}
			return node;
		};
		_proto.parseIs = function parseIs() {
			var node = this.parseCompare();
			if (this.skipSymbol("is")) {
				var not = this.skipSymbol("not");
				var node2 = this.parseCompare();
				node = new nodes.Is(node.lineno, node.colno, node, node2);
				if (not) node = new nodes.Not(node.lineno, node.colno, node);
			}
			return node;
		};
		_proto.parseCompare = function parseCompare() {
			var compareOps = [
				"==",
				"===",
				"!=",
				"!==",
				"<",
				">",
				"<=",
				">="
			];
			var expr = this.parseConcat();
			var ops = [];
			while (1) {
				var tok = this.nextToken();
				if (!tok) break;
				else if (compareOps.indexOf(tok.value) !== -1) ops.push(new nodes.CompareOperand(tok.lineno, tok.colno, this.parseConcat(), tok.value));
				else {
					this.pushToken(tok);
					break;
				}
			}
			if (ops.length) return new nodes.Compare(ops[0].lineno, ops[0].colno, expr, ops);
			else return expr;
		};
		_proto.parseConcat = function parseConcat() {
			var node = this.parseAdd();
			while (this.skipValue(lexer.TOKEN_TILDE, "~")) {
				var node2 = this.parseAdd();
				node = new nodes.Concat(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseAdd = function parseAdd() {
			var node = this.parseSub();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "+")) {
				var node2 = this.parseSub();
				node = new nodes.Add(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseSub = function parseSub() {
			var node = this.parseMul();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "-")) {
				var node2 = this.parseMul();
				node = new nodes.Sub(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseMul = function parseMul() {
			var node = this.parseDiv();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "*")) {
				var node2 = this.parseDiv();
				node = new nodes.Mul(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseDiv = function parseDiv() {
			var node = this.parseFloorDiv();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "/")) {
				var node2 = this.parseFloorDiv();
				node = new nodes.Div(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseFloorDiv = function parseFloorDiv() {
			var node = this.parseMod();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "//")) {
				var node2 = this.parseMod();
				node = new nodes.FloorDiv(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseMod = function parseMod() {
			var node = this.parsePow();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "%")) {
				var node2 = this.parsePow();
				node = new nodes.Mod(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parsePow = function parsePow() {
			var node = this.parseUnary();
			while (this.skipValue(lexer.TOKEN_OPERATOR, "**")) {
				var node2 = this.parseUnary();
				node = new nodes.Pow(node.lineno, node.colno, node, node2);
			}
			return node;
		};
		_proto.parseUnary = function parseUnary(noFilters) {
			var tok = this.peekToken();
			var node;
			if (this.skipValue(lexer.TOKEN_OPERATOR, "-")) node = new nodes.Neg(tok.lineno, tok.colno, this.parseUnary(true));
			else if (this.skipValue(lexer.TOKEN_OPERATOR, "+")) node = new nodes.Pos(tok.lineno, tok.colno, this.parseUnary(true));
			else node = this.parsePrimary();
			if (!noFilters) node = this.parseFilter(node);
			return node;
		};
		_proto.parsePrimary = function parsePrimary(noPostfix) {
			var tok = this.nextToken();
			var val;
			var node = null;
			if (!tok) this.fail("expected expression, got end of file");
			else if (tok.type === lexer.TOKEN_STRING) val = tok.value;
			else if (tok.type === lexer.TOKEN_INT) val = parseInt(tok.value, 10);
			else if (tok.type === lexer.TOKEN_FLOAT) val = parseFloat(tok.value);
			else if (tok.type === lexer.TOKEN_BOOLEAN) {
				if (tok.value === "true") val = true;
				else if (tok.value === "false") val = false;
				else this.fail("invalid boolean: " + tok.value, tok.lineno, tok.colno);
			} else if (tok.type === lexer.TOKEN_NONE) val = null;
			else if (tok.type === lexer.TOKEN_REGEX) val = new RegExp(tok.value.body, tok.value.flags);
			if (val !== void 0) node = new nodes.Literal(tok.lineno, tok.colno, val);
			else if (tok.type === lexer.TOKEN_SYMBOL) node = new nodes.Symbol(tok.lineno, tok.colno, tok.value);
			else {
				this.pushToken(tok);
				node = this.parseAggregate();
			}
			if (!noPostfix) node = this.parsePostfix(node);
			if (node) return node;
			else throw this.error("unexpected token: " + tok.value, tok.lineno, tok.colno);
		};
		_proto.parseFilterName = function parseFilterName() {
			var tok = this.expect(lexer.TOKEN_SYMBOL);
			var name = tok.value;
			while (this.skipValue(lexer.TOKEN_OPERATOR, ".")) name += "." + this.expect(lexer.TOKEN_SYMBOL).value;
			return new nodes.Symbol(tok.lineno, tok.colno, name);
		};
		_proto.parseFilterArgs = function parseFilterArgs(node) {
			if (this.peekToken().type === lexer.TOKEN_LEFT_PAREN) return this.parsePostfix(node).args.children;
			return [];
		};
		_proto.parseFilter = function parseFilter(node) {
			while (this.skip(lexer.TOKEN_PIPE)) {
				var name = this.parseFilterName();
				node = new nodes.Filter(name.lineno, name.colno, name, new nodes.NodeList(name.lineno, name.colno, [node].concat(this.parseFilterArgs(node))));
			}
			return node;
		};
		_proto.parseFilterStatement = function parseFilterStatement() {
			var filterTok = this.peekToken();
			if (!this.skipSymbol("filter")) this.fail("parseFilterStatement: expected filter");
			var name = this.parseFilterName();
			var args = this.parseFilterArgs(name);
			this.advanceAfterBlockEnd(filterTok.value);
			var body = new nodes.Capture(name.lineno, name.colno, this.parseUntilBlocks("endfilter"));
			this.advanceAfterBlockEnd();
			var node = new nodes.Filter(name.lineno, name.colno, name, new nodes.NodeList(name.lineno, name.colno, [body].concat(args)));
			return new nodes.Output(name.lineno, name.colno, [node]);
		};
		_proto.parseAggregate = function parseAggregate() {
			var tok = this.nextToken();
			var node;
			switch (tok.type) {
				case lexer.TOKEN_LEFT_PAREN:
					node = new nodes.Group(tok.lineno, tok.colno);
					break;
				case lexer.TOKEN_LEFT_BRACKET:
					node = new nodes.Array(tok.lineno, tok.colno);
					break;
				case lexer.TOKEN_LEFT_CURLY:
					node = new nodes.Dict(tok.lineno, tok.colno);
					break;
				default: return null;
			}
			while (1) {
				var type = this.peekToken().type;
				if (type === lexer.TOKEN_RIGHT_PAREN || type === lexer.TOKEN_RIGHT_BRACKET || type === lexer.TOKEN_RIGHT_CURLY) {
					this.nextToken();
					break;
				}
				if (node.children.length > 0) {
					if (!this.skip(lexer.TOKEN_COMMA)) this.fail("parseAggregate: expected comma after expression", tok.lineno, tok.colno);
				}
				if (node instanceof nodes.Dict) {
					var key = this.parsePrimary();
					if (!this.skip(lexer.TOKEN_COLON)) this.fail("parseAggregate: expected colon after dict key", tok.lineno, tok.colno);
					var value = this.parseExpression();
					node.addChild(new nodes.Pair(key.lineno, key.colno, key, value));
				} else {
					var expr = this.parseExpression();
					node.addChild(expr);
				}
			}
			return node;
		};
		_proto.parseSignature = function parseSignature(tolerant, noParens) {
			var tok = this.peekToken();
			if (!noParens && tok.type !== lexer.TOKEN_LEFT_PAREN) {
				if (tolerant) return null;
				else this.fail("expected arguments", tok.lineno, tok.colno);
			}
			if (tok.type === lexer.TOKEN_LEFT_PAREN) tok = this.nextToken();
			var args = new nodes.NodeList(tok.lineno, tok.colno);
			var kwargs = new nodes.KeywordArgs(tok.lineno, tok.colno);
			var checkComma = false;
			while (1) {
				tok = this.peekToken();
				if (!noParens && tok.type === lexer.TOKEN_RIGHT_PAREN) {
					this.nextToken();
					break;
				} else if (noParens && tok.type === lexer.TOKEN_BLOCK_END) break;
				if (checkComma && !this.skip(lexer.TOKEN_COMMA)) this.fail("parseSignature: expected comma after expression", tok.lineno, tok.colno);
				else {
					var arg = this.parseExpression();
					if (this.skipValue(lexer.TOKEN_OPERATOR, "=")) kwargs.addChild(new nodes.Pair(arg.lineno, arg.colno, arg, this.parseExpression()));
					else args.addChild(arg);
				}
				checkComma = true;
			}
			if (kwargs.children.length) args.addChild(kwargs);
			return args;
		};
		_proto.parseUntilBlocks = function parseUntilBlocks() {
			var prev = this.breakOnBlocks;
			for (var _len = arguments.length, blockNames = new Array(_len), _key = 0; _key < _len; _key++) blockNames[_key] = arguments[_key];
			this.breakOnBlocks = blockNames;
			var ret = this.parse();
			this.breakOnBlocks = prev;
			return ret;
		};
		_proto.parseNodes = function parseNodes() {
			var tok;
			var buf = [];
			while (tok = this.nextToken()) if (tok.type === lexer.TOKEN_DATA) {
				var data = tok.value;
				var nextToken = this.peekToken();
				var nextVal = nextToken && nextToken.value;
				if (this.dropLeadingWhitespace) {
					data = data.replace(/^\s*/, "");
					this.dropLeadingWhitespace = false;
				}
				if (nextToken && (nextToken.type === lexer.TOKEN_BLOCK_START && nextVal.charAt(nextVal.length - 1) === "-" || nextToken.type === lexer.TOKEN_VARIABLE_START && nextVal.charAt(this.tokens.tags.VARIABLE_START.length) === "-" || nextToken.type === lexer.TOKEN_COMMENT && nextVal.charAt(this.tokens.tags.COMMENT_START.length) === "-")) data = data.replace(/\s*$/, "");
				buf.push(new nodes.Output(tok.lineno, tok.colno, [new nodes.TemplateData(tok.lineno, tok.colno, data)]));
			} else if (tok.type === lexer.TOKEN_BLOCK_START) {
				this.dropLeadingWhitespace = false;
				var n = this.parseStatement();
				if (!n) break;
				buf.push(n);
			} else if (tok.type === lexer.TOKEN_VARIABLE_START) {
				var e = this.parseExpression();
				this.dropLeadingWhitespace = false;
				this.advanceAfterVariableEnd();
				buf.push(new nodes.Output(tok.lineno, tok.colno, [e]));
			} else if (tok.type === lexer.TOKEN_COMMENT) this.dropLeadingWhitespace = tok.value.charAt(tok.value.length - this.tokens.tags.COMMENT_END.length - 1) === "-";
			else this.fail("Unexpected token at top-level: " + tok.type, tok.lineno, tok.colno);
			return buf;
		};
		_proto.parse = function parse() {
			return new nodes.NodeList(0, 0, this.parseNodes());
		};
		_proto.parseAsRoot = function parseAsRoot() {
			return new nodes.Root(0, 0, this.parseNodes());
		};
		return Parser;
	}(Obj);
	module.exports = {
		parse: function parse(src, extensions, opts) {
			var p = new Parser(lexer.lex(src, opts));
			if (extensions !== void 0) p.extensions = extensions;
			return p.parseAsRoot();
		},
		Parser
	};
}));

export { require_lexer, require_parser };